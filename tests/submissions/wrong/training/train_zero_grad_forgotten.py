"""Gradients add up from batch to batch.

part: training
loses: train_epoch, old_gradients
hint: Your gradients are never cleared: backward() adds to what is there, so the second batch
    steps along the sum of two, the third along the sum of three. The steps grow like a momentum
    that nobody chose, and training swings or explodes. Clear them once for each batch, before
    backward().
"""


def train_epoch(model, loader, optimizer, loss_function):
    model.train()
    total, count = 0.0, 0
    for images, maps, weight in loader:
        loss = loss_function(model(images), maps, weight)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(images)
        count += len(images)
    return total / count
