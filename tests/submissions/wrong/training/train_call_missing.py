"""No model.train(): the mode is left as it happens to be.

part: training
loses: train_epoch
hint: You do not set the mode, so after a validation the model goes on in evaluation mode:
    BatchNorm no longer learns its statistics, and from the second epoch on you train another
    network than you think. Call model.train() at the start of every epoch.
"""


def train_epoch(model, loader, optimizer, loss_function):
    total, count = 0.0, 0
    for images, maps, weight in loader:
        loss = loss_function(model(images), maps, weight)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.item() * len(images)
        count += len(images)
    return total / count
