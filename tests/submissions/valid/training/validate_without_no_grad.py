"""Gradients are never asked for, only detached: slower, and right.

part: training
"""

import numpy as np
import torch


def validate(model, loader, measure):
    was_training = model.training
    model.eval()
    maps, points = [], []
    for batch_images, batch_points in loader:
        maps.append(model(batch_images).detach().cpu())
        points.append(batch_points)
    if was_training:
        model.train()
    return np.asarray(measure(torch.cat(maps), torch.cat(points)), dtype=np.float32)
