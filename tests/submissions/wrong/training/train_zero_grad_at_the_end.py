"""Cleared after each step, so the first batch meets old gradients.

part: training
loses: old_gradients
hint: You clear the gradients after the step, so the first batch of an epoch adds its own to
    whatever was left in the parameters, by a learning-rate finder, say, or an interrupted cell.
    One line higher, before backward(), and it is always safe.
"""


def train_epoch(model, loader, optimizer, loss_function):
    model.train()
    total, count = 0.0, 0
    for images, maps, weight in loader:
        loss = loss_function(model(images), maps, weight)
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        total += loss.item() * len(images)
        count += len(images)
    return total / count
