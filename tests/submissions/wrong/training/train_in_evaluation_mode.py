"""model.eval() during training.

part: training
loses: train_epoch, old_gradients
hint: Your model trains in evaluation mode: BatchNorm uses its old statistics and never updates
    them, so they belong to no network that was ever trained, and dropout does nothing. Call
    model.train() before the loop.
"""


def train_epoch(model, loader, optimizer, loss_function):
    model.eval()
    total, count = 0.0, 0
    for images, maps, weight in loader:
        loss = loss_function(model(images), maps, weight)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.item() * len(images)
        count += len(images)
    return total / count
