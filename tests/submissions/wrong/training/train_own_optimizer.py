"""A new optimizer in every epoch.

part: training
loses: train_epoch, old_gradients, mean_loss
hint: You step with an optimizer of your own, not with the one that was handed in. Its rate is
    another, and made anew in each epoch it forgets momentum and every schedule. Use the argument.
"""


def train_epoch(model, loader, optimizer, loss_function):
    model.train()
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
    total, count = 0.0, 0
    for images, maps, weight in loader:
        loss = loss_function(model(images), maps, weight)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.item() * len(images)
        count += len(images)
    return total / count
