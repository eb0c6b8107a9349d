"""Each map is divided by its sum.

part: encode
loses: profile
hint: Your maps sum to 1, so a dot's peak is below 0.1 where it should be 1. The loss picks out
    the pixels of at least 0.2, and none of yours is left: the network would learn from background
    alone. Leave the Gaussian as it is, with 1 at its centre.
"""

import numpy as np
import torch


def encode(points, size=(64, 64), stride=4.0, sigma=1.5):
    w, h = size
    n = len(points)
    maps = np.zeros((n, h, w), dtype=np.float32)
    weight = np.zeros(n, dtype=np.float32)
    xs, ys = np.meshgrid(np.arange(w), np.arange(h))
    for i in range(n):
        x = (points[i, 0] + 0.5) / stride - 0.5
        y = (points[i, 1] + 0.5) / stride - 0.5
        if -0.5 <= x < w - 0.5 and -0.5 <= y < h - 0.5:
            g = np.exp(-((xs - x) ** 2 + (ys - y) ** 2) / (2 * sigma**2))
            maps[i] = g / g.sum()
            weight[i] = 1
    return torch.from_numpy(maps), torch.from_numpy(weight)
