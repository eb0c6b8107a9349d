"""A second forward pass only for the log.

part: training
loses: train_epoch, old_gradients
hint: Your model predicts each batch twice in training mode, once for the gradient and once for
    the log: BatchNorm then counts every batch twice, and each epoch costs half as much again.
    Keep the loss that you already have.
"""


def train_epoch(model, loader, optimizer, loss_function):
    model.train()
    total, count = 0.0, 0
    for images, maps, weight in loader:
        loss = loss_function(model(images), maps, weight)
        optimizer.zero_grad()
        loss_function(model(images), maps, weight).backward()
        optimizer.step()
        total += loss.item() * len(images)
        count += len(images)
    return total / count
