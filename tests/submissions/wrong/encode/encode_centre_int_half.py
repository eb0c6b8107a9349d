"""The centre is int(p / stride + 0.5).

part: encode
loses: dots, frame
hint: Your dots sit at int(p / stride + 0.5): rounded to whole heatmap pixels, after a division
    that leaves out the half pixel between the two frames. Both move the dots away from their
    landmarks, by up to nine tenths of a heatmap pixel, and one heatmap pixel is about 3.7 % NME.
    Compute the centre by the docstring's rule and keep its decimals.
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
        x = int(points[i, 0] / stride + 0.5)
        y = int(points[i, 1] / stride + 0.5)
        if 0 <= x < w and 0 <= y < h:
            maps[i] = np.exp(-((xs - x) ** 2 + (ys - y) ** 2) / (2 * sigma**2))
            weight[i] = 1
    return torch.from_numpy(maps), torch.from_numpy(weight)
