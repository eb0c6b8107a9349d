"""`warp` and the permutation under other names, taken once and for all.

part: compose
"""

import numpy as np

resample, ORDER = warp, flip_permutation()


def rotation_matrix(degrees, size):
    c, s = np.cos(np.deg2rad(degrees)), np.sin(np.deg2rad(degrees))
    x, y = (size[0] - 1) / 2, (size[1] - 1) / 2
    return np.array([[c, s, x - c * x - s * y], [-s, c, y + s * x - c * y], [0, 0, 1.0]])


def transform(image, points, matrices, size):
    product = np.eye(3)
    for matrix in matrices:
        product = matrix @ product
    moved = np.c_[points, np.ones(98)] @ product.T
    moved = moved[:, :2]
    if np.linalg.det(product) < 0:
        moved = moved[ORDER]
    return resample(image, product, size), moved
