"""Every landmark has weight 1.

part: encode
loses: outside
hint: Your weights are all 1, also for landmarks that lie outside the heatmap. Their maps are
    empty, and an empty map that counts teaches the network that the landmark does not exist. Give
    it weight 0, so that the loss passes it over.
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
            maps[i] = np.exp(-((xs - x) ** 2 + (ys - y) ** 2) / (2 * sigma**2))
        weight[i] = 1
    return torch.from_numpy(maps), torch.from_numpy(weight)
