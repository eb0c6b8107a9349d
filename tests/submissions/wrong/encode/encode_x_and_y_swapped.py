"""x counts rows and y counts columns.

part: encode
loses: dots, frame, profile, outside
hint: Your dots lie at (y, x) in place of (x, y): a landmark at the right edge is drawn at the
    lower one, and on maps that are not square some dots fall off altogether. A map is indexed by
    row, then column, so y belongs to its first axis and x to its second.
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
            maps[i] = np.exp(-((xs - y) ** 2 + (ys - x) ** 2) / (2 * sigma**2))
            weight[i] = 1
    return torch.from_numpy(maps), torch.from_numpy(weight)
