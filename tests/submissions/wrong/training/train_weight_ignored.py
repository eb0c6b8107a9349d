"""Every landmark counts, also those outside their heatmap.

part: training
loses: train_epoch, old_gradients, mean_loss
hint: Your loss gets weights of 1 instead of the loader's. Landmarks outside their heatmap then
    count as well, and their empty maps teach the network that they do not exist. Hand the
    loader's third tensor on.
"""


def train_epoch(model, loader, optimizer, loss_function):
    model.train()
    total, count = 0.0, 0
    for images, maps, weight in loader:
        loss = loss_function(model(images), maps, torch.ones_like(weight))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.item() * len(images)
        count += len(images)
    return total / count
