"""Every batch begins with the step of the one before.

part: training
loses: train_epoch, old_gradients
hint: Every batch begins with step(), so it uses the gradients of the batch before, and nobody ever
    learns from the last batch of an epoch. The order is zero_grad, backward, step.
"""


def train_epoch(model, loader, optimizer, loss_function):
    model.train()
    total, count = 0.0, 0
    for images, maps, weight in loader:
        optimizer.step()
        optimizer.zero_grad()
        loss = loss_function(model(images), maps, weight)
        loss.backward()
        total += loss.item() * len(images)
        count += len(images)
    return total / count
