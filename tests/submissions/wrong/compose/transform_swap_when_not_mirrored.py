"""Rows are swapped when nothing mirrors.

part: compose
loses: points
hint: Your swap is the wrong way round: rows are reordered when the determinant is positive, that
    is, when nothing mirrors.
"""

def transform(image, points, matrices, size):
    product = np.eye(3)
    for m in matrices:
        product = m @ product
    moved = points @ product[:2, :2].T + product[:2, 2]
    if np.linalg.det(product[:2, :2]) > 0:
        moved = moved[flip_permutation()]
    return warp(image, product, size), moved
