"""The gradients are thrown away before the step.

part: training
loses: train_epoch, old_gradients
hint: After the epoch your weights are what they were before: no gradient reaches the step. Are
    the gradients cleared between backward() and step(), is step() missing, or is the loss taken
    out of the graph before backward() (item(), detach(), a new torch.tensor)? The order is
    zero_grad, backward, step; otherwise the loss stays flat for ever, whatever the rate.
"""


def train_epoch(model, loader, optimizer, loss_function):
    model.train()
    total, count = 0.0, 0
    for images, maps, weight in loader:
        loss = loss_function(model(images), maps, weight)
        loss.backward()
        optimizer.zero_grad()
        optimizer.step()
        total += loss.item() * len(images)
        count += len(images)
    return total / count
