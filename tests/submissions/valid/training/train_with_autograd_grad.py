"""Gradients by torch.autograd.grad, losses averaged by NumPy at the end.

part: training
"""

import numpy as np
import torch


def train_epoch(model, loader, optimizer, loss_function):
    was = model.training
    model.train(True)
    losses, sizes = [], []
    for batch in iter(loader):
        x, y, w = [part.to(next(model.parameters()).device) for part in batch]
        parameters = [p for p in model.parameters() if p.requires_grad]
        loss = loss_function(model(x), y, w)
        for parameter, slope in zip(parameters, torch.autograd.grad(loss, parameters)):
            parameter.grad = slope
        optimizer.step()
        losses.append(float(loss.detach()))
        sizes.append(x.shape[0])
    model.train(was)
    return np.average(losses, weights=sizes)
