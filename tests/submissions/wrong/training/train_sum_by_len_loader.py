"""Weighted by faces, divided by batches.

part: training
loses: mean_loss
hint: You multiply each batch's loss by its number of images, but divide by the number of batches:
    your loss is too high by about the batch size. Divide by the number of all images.
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
    return total / len(loader)
