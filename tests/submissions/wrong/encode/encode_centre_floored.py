"""The centre is int(p / stride), as in well-known code.

part: encode
loses: dots, frame
hint: Your dots sit at int(p / stride): the decimals are cut off, and the half pixel between the
    two frames is missing. So dots lie up to two thirds of a heatmap pixel beside their landmarks,
    and all of them a little to one side; well-known repositories do this, and it costs 1.4 % NME
    and more with perfect heatmaps. Compute the centre by the docstring's rule and keep its
    decimals.
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
        x, y = points[i] / stride
        if -0.5 <= x < w - 0.5 and -0.5 <= y < h - 0.5:
            x, y = int(x), int(y)
            maps[i] = np.exp(-((xs - x) ** 2 + (ys - y) ** 2) / (2 * sigma**2))
            weight[i] = 1
    return torch.from_numpy(maps), torch.from_numpy(weight)
