"""optimizer.step(closure), zeros instead of None, the sum kept as a float32 tensor.

part: training
"""

import torch


def train_epoch(model, loader, optimizer, loss_function):
    model.train()
    total = torch.zeros(())
    faces = 0
    with torch.enable_grad():
        for images, maps, weight in loader:

            def closure():
                optimizer.zero_grad(set_to_none=False)
                loss = loss_function(model(images), maps, weight)
                loss.backward()
                return loss

            loss = optimizer.step(closure)
            total += loss.detach().float() * len(images)
            faces += len(images)
    return total / faces
