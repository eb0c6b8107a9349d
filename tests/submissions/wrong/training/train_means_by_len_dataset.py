"""Batch means divided by the number of faces.

part: training
loses: mean_loss
hint: You add the batches' means and divide by the number of faces: your loss is too low by about
    the batch size. Either multiply each mean by its number of images first, or you count them
    twice.
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
    return total / len(loader.dataset)
