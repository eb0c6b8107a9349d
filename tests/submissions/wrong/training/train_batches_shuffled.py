"""The faces are shuffled anew, inside the epoch.

part: training
loses: train_epoch, old_gradients, mean_loss
hint: Your batches are not the loader's: you build a loader of your own, or reorder its batches.
    Whoever calls decides whether to shuffle, or an interrupted training can never be resumed as
    it was. Iterate over the loader as it is.
"""


def train_epoch(model, loader, optimizer, loss_function):
    model.train()
    loader = DataLoader(loader.dataset, batch_size=loader.batch_size, shuffle=True)
    total, count = 0.0, 0
    for images, maps, weight in loader:
        loss = loss_function(model(images), maps, weight)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.item() * len(images)
        count += len(images)
    return total / count
