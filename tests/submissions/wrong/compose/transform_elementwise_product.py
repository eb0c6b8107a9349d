"""Matrices are multiplied with *.

part: compose
loses: points, picture, one_resampling
hint: Your matrices are multiplied entry by entry: that is what * does with arrays. The product of
    matrices is @; with * every shift is lost against the zeros of the identity.
"""

def transform(image, points, matrices, size):
    product = np.eye(3)
    for m in matrices:
        product = m * product
    moved = points @ product[:2, :2].T + product[:2, 2]
    if np.linalg.det(product[:2, :2]) < 0:
        moved = moved[flip_permutation()]
    return warp(image, product, size), moved
