"""The weight says which landmarks are outside.

part: encode
loses: outside
hint: Your weights are the wrong way round: 1 for a landmark outside the heatmap and 0 for one on
    it. The loss multiplies by them, so training would look at the empty maps only. 1 means that
    the landmark counts.
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
        outside = x < -0.5 or y < -0.5 or x >= w - 0.5 or y >= h - 0.5
        weight[i] = outside
        if not outside:
            maps[i] = np.exp(-((xs - x) ** 2 + (ys - y) ** 2) / (2 * sigma**2))
    return torch.from_numpy(maps), torch.from_numpy(weight)
