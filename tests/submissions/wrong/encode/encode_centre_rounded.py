"""The centre of each dot is rounded to a whole heatmap pixel.

part: encode
loses: dots
hint: Your dots sit on whole heatmap pixels: the centre is rounded before it is drawn, so every
    dot lies up to half a heatmap pixel beside its landmark. With perfect heatmaps that alone
    costs about 1.4 % NME on real faces, and no training can win it back. Keep the centre's
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
        x = (points[i, 0] + 0.5) / stride - 0.5
        y = (points[i, 1] + 0.5) / stride - 0.5
        if -0.5 <= x < w - 0.5 and -0.5 <= y < h - 0.5:
            x, y = np.round(x), np.round(y)
            maps[i] = np.exp(-((xs - x) ** 2 + (ys - y) ** 2) / (2 * sigma**2))
            weight[i] = 1
    return torch.from_numpy(maps), torch.from_numpy(weight)
