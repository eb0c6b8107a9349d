"""The return stands inside the loop.

part: training
loses: train_epoch, old_gradients, mean_loss
hint: Your function returns after the first batch: its `return` stands inside the loop. The
    network then sees the same few faces only, and the loss looks wonderful. Move the return one
    level to the left.
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
        return total / count
