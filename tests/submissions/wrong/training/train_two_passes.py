"""Every batch is used for two steps.

part: training
loses: train_epoch, old_gradients
hint: You make two steps with every batch. It trains twice as long as the schedule believes, and
    each batch is learned by heart before the next one is seen. One batch, one step.
"""


def train_epoch(model, loader, optimizer, loss_function):
    model.train()
    total, count = 0.0, 0
    for images, maps, weight in loader:
        first = loss_function(model(images), maps, weight)
        for loss in (first, None):
            if loss is None:
                loss = loss_function(model(images), maps, weight)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        total += first.item() * len(images)
        count += len(images)
    return total / count
