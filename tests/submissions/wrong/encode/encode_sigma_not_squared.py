"""The exponent is d^2 / (2 sigma): sigma is not squared.

part: encode
loses: profile
hint: Your dots have the wrong width: the exponent divides by 2 sigma, with sigma itself in place
    of its square. It would be right for sigma = 1 only; at 1.5 the dots come out a fifth too
    narrow.
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
            d2 = (xs - x) ** 2 + (ys - y) ** 2
            maps[i] = np.exp(-d2 / (2 * sigma))
            weight[i] = 1
    return torch.from_numpy(maps), torch.from_numpy(weight)
