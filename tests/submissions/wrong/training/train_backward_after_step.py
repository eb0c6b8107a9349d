"""Each step follows the batch before.

part: training
loses: train_epoch, old_gradients, mean_loss
hint: Your optimizer steps before backward(): it would use the gradients of the batch before, and
    PyTorch stops with an error, because the weights have changed under the graph that backward()
    has to go through. The order is zero_grad, backward, step.
"""


def train_epoch(model, loader, optimizer, loss_function):
    model.train()
    total, count = 0.0, 0
    for images, maps, weight in loader:
        loss = loss_function(model(images), maps, weight)
        optimizer.step()
        optimizer.zero_grad()
        loss.backward()
        total += loss.item() * len(images)
        count += len(images)
    return total / count
