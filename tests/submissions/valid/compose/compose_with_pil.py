"""Pillow resamples the chain itself, with an inverse built step by step.

part: compose
"""

import numpy as np
from PIL import Image


def rotation_matrix(degrees, size):
    turn = np.exp(-1j * np.deg2rad(degrees))
    centre = complex(size[0] - 1, size[1] - 1) / 2
    rest = centre - turn * centre
    return [[turn.real, -turn.imag, rest.real], [turn.imag, turn.real, rest.imag], [0, 0, 1]]


def transform(image, points, matrices, size):
    half = np.array([[1, 0, 0.5], [0, 1, 0.5], [0, 0, 1]])
    back, swaps, moved = half, False, np.asarray(points, float)
    for matrix in matrices:
        back = back @ np.linalg.inv(matrix)
        moved = np.array([matrix[:2, :2] @ p + matrix[:2, 2] for p in moved])
        swaps ^= bool(np.cross(np.append(matrix[:2, 0], 0), np.append(matrix[:2, 1], 0))[2] < 0)
    back = back @ np.linalg.inv(half)
    picture = Image.fromarray(image).transform(
        size, Image.AFFINE, back[:2].flatten(), resample=Image.BILINEAR
    )
    return np.array(picture), moved[flip_permutation()] if swaps else moved
