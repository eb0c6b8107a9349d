"""The points are drawn at input coordinates.

part: encode
loses: dots, frame, profile, outside
hint: Your dots are drawn at the input's coordinates: a landmark at (200, 120) of a 256 px crop is
    looked for at column 200 of a map that has 64. Bring the points into the heatmap's frame
    first, by the rule for `stride` in the docstring.
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
        x, y = points[i]
        if -0.5 <= x < w - 0.5 and -0.5 <= y < h - 0.5:
            maps[i] = np.exp(-((xs - x) ** 2 + (ys - y) ** 2) / (2 * sigma**2))
            weight[i] = 1
    return torch.from_numpy(maps), torch.from_numpy(weight)
