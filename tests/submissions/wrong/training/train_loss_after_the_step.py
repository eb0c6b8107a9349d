"""The loss is taken again after the step.

part: training
loses: mean_loss
hint: You take each batch's loss anew after its step: it looks better than the network was, and
    costs one more pass. The loss that you went back from is the one to report.
"""


def train_epoch(model, loader, optimizer, loss_function):
    model.train()
    total, count = 0.0, 0
    for images, maps, weight in loader:
        loss = loss_function(model(images), maps, weight)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        model.eval()
        with torch.no_grad():
            loss = loss_function(model(images), maps, weight)
        model.train()
        total += loss.item() * len(images)
        count += len(images)
    return total / count
