"""The picture goes through the first matrix only.

part: compose
loses: picture, one_resampling
hint: Your picture goes through the first matrix only, while the points go through all of them.
    Both need the product.
"""

def transform(image, points, matrices, size):
    product = np.eye(3)
    for m in matrices:
        product = m @ product
    moved = points @ product[:2, :2].T + product[:2, 2]
    if np.linalg.det(product[:2, :2]) < 0:
        moved = moved[flip_permutation()]
    return warp(image, matrices[0], size), moved
