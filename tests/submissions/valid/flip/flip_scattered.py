"""Each mirrored point is put under its partner's index.

part: flip
"""

import numpy as np


def flip_permutation():
    perm = np.arange(98)
    pairs = np.array(MIRROR_PAIRS)
    perm[pairs[:, 0]], perm[pairs[:, 1]] = pairs[:, 1], pairs[:, 0]
    return perm


def flip(image, points):
    out = np.zeros_like(points)
    out[flip_permutation()] = np.column_stack([image.shape[1] - 1 - points[:, 0], points[:, 1]])
    return image[:, ::-1].copy(), out
