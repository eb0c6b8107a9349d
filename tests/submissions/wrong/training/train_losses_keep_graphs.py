"""Losses are added up as tensors.

part: training
loses: mean_loss
hint: You add up the losses as tensors. Each still holds the graph of its batch, so memory grows
    until the epoch ends, and on a GPU it may not last. Add up loss.item().
"""


def train_epoch(model, loader, optimizer, loss_function):
    model.train()
    total, count = 0.0, 0
    for images, maps, weight in loader:
        optimizer.zero_grad()
        loss = loss_function(model(images), maps, weight)
        loss.backward()
        optimizer.step()
        total += loss * len(images)
        count += len(images)
    return total / count
