"""Pairs are swapped one by one, with copies.

part: flip
"""

import numpy as np


def flip(image, points):
    out = np.array(points, dtype=np.float64)
    for a, b in MIRROR_PAIRS:
        tmp = out[a].copy()
        out[a] = out[b]
        out[b] = tmp
    out[:, 0] = image.shape[1] - out[:, 0] - 1
    result = np.empty_like(image)
    for column in range(image.shape[1]):
        result[:, image.shape[1] - 1 - column] = image[:, column]
    return result, out
