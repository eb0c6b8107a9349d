"""Divides by len(loader.dataset), clears by hand, and shows a progress bar.

part: training
"""

from tqdm.auto import tqdm


def train_epoch(model, loader, optimizer, loss_function):
    model.train()
    device = next(model.parameters()).device
    running = 0.0
    for images, maps, weight in tqdm(loader, desc="train"):
        images, maps, weight = images.to(device), maps.to(device), weight.to(device)
        for parameter in model.parameters():
            parameter.grad = None
        pred = model(images.float())
        loss = loss_function(pred, maps, weight=weight)
        loss.backward()
        optimizer.step()
        running += loss.item() * images.size(0)
    return running / len(loader.dataset)
