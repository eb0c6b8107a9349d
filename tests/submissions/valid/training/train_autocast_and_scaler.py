"""The full dress of mixed precision, switched off where there is no GPU.

part: training
"""

import torch


def train_epoch(model, loader, optimizer, loss_function):
    device = next(model.parameters()).device
    on = device.type == "cuda"
    scaler = torch.amp.GradScaler(device.type, enabled=on)
    model.train()
    meter = {"sum": 0.0, "n": 0}
    for i, (images, maps, weight) in enumerate(loader):
        n = len(images)
        optimizer.zero_grad(set_to_none=True)
        with torch.autocast(device.type, enabled=on):
            loss = loss_function(model(images.to(device)), maps.to(device), weight.to(device))
        scaler.scale(loss).backward()
        scaler.step(optimizer)
        scaler.update()
        meter["sum"] += n * loss.item()
        meter["n"] += n
    return meter["sum"] / meter["n"]
