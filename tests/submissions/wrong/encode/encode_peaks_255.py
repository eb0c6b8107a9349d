"""Dots are 255 high, like a grey picture.

part: encode
loses: profile
hint: Your dots are 255 high: that is a grey picture's scale. Targets lie between 0 and 1, and the
    Adaptive Wing loss breaks on anything larger, for alpha - target turns negative. Leave the
    Gaussian as it is, with 1 at its centre.
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
            maps[i] = 255 * np.exp(-((xs - x) ** 2 + (ys - y) ** 2) / (2 * sigma**2))
            weight[i] = 1
    return torch.from_numpy(maps), torch.from_numpy(weight)
