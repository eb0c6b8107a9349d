"""The centre is p / stride, without the half pixel.

part: encode
loses: frame
hint: All your dots lie the same bit to the lower right (0.375 heatmap pixels at stride 4): the
    centre is p / stride. A whole number is a pixel's centre in both frames, so half a pixel is
    added before the division and taken off after it. Left out, it costs about 2 % NME on real
    faces.
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
        x, y = points[i, 0] / stride, points[i, 1] / stride
        if -0.5 <= x < w - 0.5 and -0.5 <= y < h - 0.5:
            maps[i] = np.exp(-((xs - x) ** 2 + (ys - y) ** 2) / (2 * sigma**2))
            weight[i] = 1
    return torch.from_numpy(maps), torch.from_numpy(weight)
