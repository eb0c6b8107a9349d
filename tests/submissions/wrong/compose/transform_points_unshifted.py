"""The last column is left out.

part: compose
loses: points
hint: Your points are scaled and turned, but never shifted: the matrix's last column is missing.
    Add product[:2, 2], or give every point a third coordinate of 1.
"""

def transform(image, points, matrices, size):
    product = np.eye(3)
    for m in matrices:
        product = m @ product
    moved = points @ product[:2, :2].T + 0
    if np.linalg.det(product[:2, :2]) < 0:
        moved = moved[flip_permutation()]
    return warp(image, product, size), moved
