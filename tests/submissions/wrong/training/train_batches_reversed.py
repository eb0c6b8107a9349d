"""The batches in reversed order.

part: training
loses: train_epoch, old_gradients
hint: You use the batches in another order than the loader gives them. The order is the caller's
    to choose; an epoch that reorders it cannot be repeated. Iterate over the loader as it is.
"""


def train_epoch(model, loader, optimizer, loss_function):
    model.train()
    total, count = 0.0, 0
    for images, maps, weight in reversed(list(loader)):
        loss = loss_function(model(images), maps, weight)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.item() * len(images)
        count += len(images)
    return total / count
