"""Gradients are cleared at the start of the epoch only.

part: training
loses: train_epoch, old_gradients
hint: You clear the gradients once for each epoch, but backward() adds to them in every batch: the
    last step follows the sum of all batches. Move zero_grad() into the loop.
"""


def train_epoch(model, loader, optimizer, loss_function):
    model.train()
    optimizer.zero_grad()
    total, count = 0.0, 0
    for images, maps, weight in loader:
        loss = loss_function(model(images), maps, weight)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(images)
        count += len(images)
    return total / count
