"""The target where the prediction belongs.

part: training
loses: train_epoch, old_gradients, mean_loss
hint: You call loss_function(maps, prediction, weight): prediction and target have changed places.
    Mean squared error does not notice, but in Adaptive Wing the target decides how steep the loss
    is. The prediction comes first.
"""


def train_epoch(model, loader, optimizer, loss_function):
    model.train()
    total, count = 0.0, 0
    for images, maps, weight in loader:
        loss = loss_function(maps, model(images), weight)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.item() * len(images)
        count += len(images)
    return total / count
