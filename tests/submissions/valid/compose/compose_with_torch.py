"""Shifts around a turn, in float32 tensors; points step by step, as rows.

part: compose
"""

import functools
import math

import numpy as np
import torch


def rotation_matrix(degrees, size):
    def shift(x, y):
        return torch.tensor([[1, 0, x], [0, 1, y], [0, 0, 1]], dtype=torch.float32)

    a = math.radians(-degrees)
    turn = torch.tensor([[math.cos(a), -math.sin(a), 0], [math.sin(a), math.cos(a), 0], [0, 0, 1]])
    x, y = (size[0] - 1) / 2, (size[1] - 1) / 2
    return shift(x, y) @ turn @ shift(-x, -y)


def transform(image, points, matrices, size):
    product = functools.reduce(lambda done, step: step @ done, matrices)
    rows = np.hstack([points, np.ones((len(points), 1))])
    for step in matrices:
        rows = rows @ step.T
    if sum(np.linalg.det(step) < 0 for step in matrices) % 2:
        rows = rows[flip_permutation()]
    return [warp(image, product, size), torch.from_numpy(rows[:, :2].copy()).float()]
