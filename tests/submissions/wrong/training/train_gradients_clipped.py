"""Gradients are clipped to a norm of 0.1, which nobody asked for.

part: training
loses: train_epoch, old_gradients
hint: You change the gradients between backward() and step(), by clipping or scaling. That may be
    a good idea, but it is another training than the one that was asked for, and its rate means
    something else. Leave them as backward() made them.
"""


def train_epoch(model, loader, optimizer, loss_function):
    model.train()
    total, count = 0.0, 0
    for images, maps, weight in loader:
        loss = loss_function(model(images), maps, weight)
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 0.1)
        optimizer.step()
        total += loss.item() * len(images)
        count += len(images)
    return total / count
