"""A dot whose patch of 3 sigma touches the border is dropped.

part: encode
loses: outside
hint: Landmarks near the border of the heatmap get weight 0 and an empty map although they lie on
    it: you drop a dot as soon as part of it would be cut off. Contour points lie there all the
    time. Only a landmark whose centre is outside is left out; of the others draw the part that
    fits.
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
        r = 3 * sigma
        if x - r < 0 or y - r < 0 or x + r > w - 1 or y + r > h - 1:
            continue
        maps[i] = np.exp(-((xs - x) ** 2 + (ys - y) ** 2) / (2 * sigma**2))
        weight[i] = 1
    return torch.from_numpy(maps), torch.from_numpy(weight)
