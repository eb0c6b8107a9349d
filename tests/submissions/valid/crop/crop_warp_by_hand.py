"""NumPy alone: the four neighbours by index, and a mean over samples; whole levels by cutting.

part: crop
"""

import numpy as np


def warp(image, matrix, size):
    inverse = np.linalg.inv(matrix)
    n = max(1, int(np.ceil(np.linalg.norm(inverse[:2, 0]))))
    padded = np.pad(image.astype(float), ((1, 1), (1, 1), (0, 0)))
    total = np.zeros((size[1], size[0], 3))
    for i in range(n):
        for j in range(n):
            ys, xs = np.mgrid[: size[1], : size[0]].astype(float)
            xs += (j + 0.5) / n - 0.5
            ys += (i + 0.5) / n - 0.5
            u = inverse[0, 0] * xs + inverse[0, 1] * ys + inverse[0, 2] + 1
            v = inverse[1, 0] * xs + inverse[1, 1] * ys + inverse[1, 2] + 1
            u = u.clip(0, padded.shape[1] - 1.001)
            v = v.clip(0, padded.shape[0] - 1.001)
            a, b = u.astype(int), v.astype(int)
            du, dv = (u - a)[..., None], (v - b)[..., None]
            upper = padded[b, a] * (1 - du) + padded[b, a + 1] * du
            lower = padded[b + 1, a] * (1 - du) + padded[b + 1, a + 1] * du
            total += upper * (1 - dv) + lower * dv
    return (total / n**2).astype(np.uint8)
