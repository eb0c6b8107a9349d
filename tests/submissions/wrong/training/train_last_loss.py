"""The loss of the last batch.

part: training
loses: mean_loss
hint: You return the loss of the last batch, which is the smallest and the most random of all.
    Collect over the whole epoch, each batch by its number of images.
"""


def train_epoch(model, loader, optimizer, loss_function):
    model.train()
    total, count = 0.0, 0
    for images, maps, weight in loader:
        loss = loss_function(model(images), maps, weight)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.item() * len(images)
        count += len(images)
    return loss.item()
