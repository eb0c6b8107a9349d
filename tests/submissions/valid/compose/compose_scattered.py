"""Points are put where they belong, not fetched; `warp` is called by keyword, and its result cut.

part: compose
"""

import numpy as np


def rotation_matrix(degrees, size):
    angle = np.radians(degrees)
    to_middle, back = np.eye(3), np.eye(3)
    to_middle[:2, 2] = -(np.asarray(size) - 1) / 2
    back[:2, 2] = (np.asarray(size) - 1) / 2
    turn = np.eye(3)
    turn[:2, :2] = [[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]]
    return back @ turn @ to_middle


def transform(image, points, matrices, size):
    product = np.eye(3)
    for matrix in matrices:
        product = matrix @ product
    moved = (product @ np.vstack([points.T, np.ones((1, len(points)))]))[:2].T
    if np.linalg.det(product[:2, :2]) < 0:
        placed = np.empty_like(moved)
        placed[flip_permutation()] = moved
        moved = placed
    out = warp(matrix=product, image=image, size=(size[0], size[1]))
    return np.clip(out, 0, 255).astype(np.uint8), moved
