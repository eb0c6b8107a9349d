"""Rows are swapped if any of the matrices mirrors.

part: compose
loses: points
hint: Your rows are swapped if any matrix mirrors. Two mirrors undo each other, and then nothing
    may be swapped. Ask the product, once: its determinant is negative exactly if it mirrors.
"""

def transform(image, points, matrices, size):
    product = np.eye(3)
    for m in matrices:
        product = m @ product
    moved = points @ product[:2, :2].T + product[:2, 2]
    if any(np.linalg.det(m) < 0 for m in matrices):
        moved = moved[flip_permutation()]
    return warp(image, product, size), moved
