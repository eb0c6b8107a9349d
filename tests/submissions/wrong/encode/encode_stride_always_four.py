"""The stride is fixed at 4.

part: encode
loses: dots, frame, profile, outside
hint: At stride 4 your dots are where they belong; at any other stride they are not, or fall off
    the map: a 4 is written into the formula where `stride` should stand. (64 x 64 maps of a 256
    px crop happen to have stride 4; others do not.)
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
        x = (points[i, 0] + 0.5) / 4 - 0.5
        y = (points[i, 1] + 0.5) / 4 - 0.5
        if -0.5 <= x < w - 0.5 and -0.5 <= y < h - 0.5:
            maps[i] = np.exp(-((xs - x) ** 2 + (ys - y) ** 2) / (2 * sigma**2))
            weight[i] = 1
    return torch.from_numpy(maps), torch.from_numpy(weight)
