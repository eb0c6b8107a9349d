"""A step after every second batch only.

part: training
loses: train_epoch, old_gradients
hint: You step after every second batch and lose what is left over at the end. Gradient
    accumulation is for batches that do not fit into memory; here every batch makes one step.
"""


def train_epoch(model, loader, optimizer, loss_function):
    model.train()
    total, count = 0.0, 0
    optimizer.zero_grad()
    for index, (images, maps, weight) in enumerate(loader):
        loss = loss_function(model(images), maps, weight)
        loss.backward()
        if index % 2 == 1:
            optimizer.step()
            optimizer.zero_grad()
        total += loss.item() * len(images)
        count += len(images)
    return total / count
