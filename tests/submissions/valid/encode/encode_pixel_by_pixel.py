"""Every pixel by math.exp, NumPy arrays returned.

part: encode
"""

import math

import numpy as np


def encode(points, size=(64, 64), stride=4.0, sigma=1.5):
    w, h = size
    maps, weight = [], []
    for px, py in points:
        x, y = (px + 0.5) / stride - 0.5, (py + 0.5) / stride - 0.5
        inside = -0.5 <= x < w - 0.5 and -0.5 <= y < h - 0.5
        weight.append(1 if inside else 0)
        if not inside:
            maps.append(np.zeros((h, w)))
            continue
        row = [math.exp(-((j - x) ** 2) / (2 * sigma * sigma)) for j in range(w)]
        column = [math.exp(-((i - y) ** 2) / (2 * sigma * sigma)) for i in range(h)]
        maps.append(np.outer(column, row))
    return np.array(maps), np.array(weight)
