"""The mean of the batches' means.

part: training
loses: mean_loss
hint: You return the mean over batches, in which a last batch of one face counts as much as a full
    one. Epochs with another batch size then have another loss. Multiply each batch's loss by its
    number of images, and divide by the number of all.
"""


def train_epoch(model, loader, optimizer, loss_function):
    model.train()
    total, count = 0.0, 0
    for images, maps, weight in loader:
        loss = loss_function(model(images), maps, weight)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.item()
        count += len(images)
    return total / len(loader)
