"""The tail of a dot whose centre lies outside stays in the map.

part: encode
loses: outside
hint: The weight of a landmark outside is 0, as it should be, but its map is not empty: the tail
    of its dot reaches in at the edge. A landmark with its centre outside the heatmap leaves
    nothing at all, so test for it before you draw, or multiply the map by its weight.
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
        maps[i] = np.exp(-((xs - x) ** 2 + (ys - y) ** 2) / (2 * sigma**2))
        if -0.5 <= x < w - 0.5 and -0.5 <= y < h - 0.5:
            weight[i] = 1
    return torch.from_numpy(maps), torch.from_numpy(weight)
