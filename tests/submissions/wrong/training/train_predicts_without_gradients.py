"""The prediction is detached from the model.

part: training
loses: train_epoch, old_gradients, mean_loss
hint: backward() finds no way back to the weights: the prediction was made under no_grad, or
    detached, or went through NumPy. Only validate goes without gradients; let the prediction be
    in train_epoch.
"""


def train_epoch(model, loader, optimizer, loss_function):
    model.train()
    total, count = 0.0, 0
    for images, maps, weight in loader:
        with torch.no_grad():
            pred = model(images)
        loss = loss_function(pred, maps, weight)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.item() * len(images)
        count += len(images)
    return total / count
