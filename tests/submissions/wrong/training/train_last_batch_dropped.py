"""Batches smaller than the first are skipped.

part: training
loses: train_epoch, old_gradients, mean_loss
hint: You skip the short last batch: its faces are never learned from, or, if the data are not
    shuffled, the same faces never are. Only a batch of a single value for each channel troubles
    BatchNorm; every other one is welcome.
"""


def train_epoch(model, loader, optimizer, loss_function):
    model.train()
    total, count = 0.0, 0
    for images, maps, weight in loader:
        if len(images) < loader.batch_size:
            continue
        loss = loss_function(model(images), maps, weight)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.item() * len(images)
        count += len(images)
    return total / count
