"""Patches of 3 sigma in integer boxes around a sub-pixel centre.

part: encode
"""

import numpy as np
import torch


def encode(points, size=(64, 64), stride=4.0, sigma=1.5):
    width, height = size
    maps = np.zeros((len(points), height, width), dtype=np.float32)
    weight = np.zeros(len(points), dtype=np.float32)
    radius = int(np.ceil(3 * sigma))
    for i, (cx, cy) in enumerate((np.asarray(points) + 0.5) / stride - 0.5):
        if cx < -0.5 or cy < -0.5 or cx >= width - 0.5 or cy >= height - 0.5:
            continue
        mx, my = int(np.floor(cx + 0.5)), int(np.floor(cy + 0.5))
        x0, x1 = max(mx - radius, 0), min(mx + radius + 1, width)
        y0, y1 = max(my - radius, 0), min(my + radius + 1, height)
        gx, gy = np.arange(x0, x1), np.arange(y0, y1)[:, None]
        maps[i, y0:y1, x0:x1] = np.exp(-((gx - cx) ** 2 + (gy - cy) ** 2) / (2 * sigma**2))
        weight[i] = 1.0
    return torch.from_numpy(maps), torch.from_numpy(weight)
