"""A landmark outside is moved to the edge and drawn there.

part: encode
loses: outside
hint: The map of a landmark outside the heatmap is not empty: the landmark has been moved to the
    edge, and its dot drawn there. The network would learn to find a landmark where there is none.
    Leave that map all zero; its weight of 0 tells the loss to pass it over.
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
            weight[i] = 1
        x = min(max(x, 0), w - 1)
        y = min(max(y, 0), h - 1)
        maps[i] = np.exp(-((xs - x) ** 2 + (ys - y) ** 2) / (2 * sigma**2))
    return torch.from_numpy(maps), torch.from_numpy(weight)
