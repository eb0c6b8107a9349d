"""The loss function is called with two arguments.

part: training
loses: train_epoch, old_gradients, mean_loss
hint: Your loss function is called with two arguments, but it takes three: predicted maps, maps,
    weight. Without the weight, landmarks outside their heatmap would count.
"""


def train_epoch(model, loader, optimizer, loss_function):
    model.train()
    total, count = 0.0, 0
    for images, maps, weight in loader:
        loss = loss_function(model(images), maps)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.item() * len(images)
        count += len(images)
    return total / count
