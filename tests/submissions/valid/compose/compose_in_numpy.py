"""The product from the last matrix on; the swap by the sign of areas.

part: compose
"""

import numpy as np


def rotation_matrix(degrees, size):
    t = np.radians(degrees)
    c, s = np.cos(t), np.sin(t)
    turn = np.array([[c, s], [-s, c]])
    centre = (np.array(size) - 1) / 2
    m = np.eye(3)
    m[:2] = np.column_stack([turn, centre - turn @ centre])
    return m


def transform(image, points, matrices, size):
    full = np.identity(3)
    for m in list(matrices)[::-1]:
        full = full @ m
    homogeneous = full @ np.vstack([points.T, np.ones(len(points))])
    new = homogeneous[:2].T
    if np.sign(full[0, 0] * full[1, 1] - full[0, 1] * full[1, 0]) < 0:
        new = np.array([new[i] for i in flip_permutation()])
    return warp(image, full, size), new
