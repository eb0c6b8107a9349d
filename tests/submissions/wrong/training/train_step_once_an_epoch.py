"""One step with the sum of all gradients.

part: training
loses: train_epoch, old_gradients
hint: Your optimizer steps once, after the loop: an epoch of 470 batches then makes 1 step instead
    of 470, and training takes that much longer. Step in every batch.
"""


def train_epoch(model, loader, optimizer, loss_function):
    model.train()
    optimizer.zero_grad()
    total, count = 0.0, 0
    for images, maps, weight in loader:
        loss = loss_function(model(images), maps, weight)
        loss.backward()
        total += loss.item() * len(images)
        count += len(images)
    optimizer.step()
    return total / count
