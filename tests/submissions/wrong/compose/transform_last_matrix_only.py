"""Only the last matrix counts.

part: compose
loses: points, picture, one_resampling
hint: Only the last of your matrices has an effect: each one replaces the product instead of being
    multiplied with it.
"""

def transform(image, points, matrices, size):
    product = np.eye(3)
    for m in matrices:
        product = m
    moved = points @ product[:2, :2].T + product[:2, 2]
    if np.linalg.det(product[:2, :2]) < 0:
        moved = moved[flip_permutation()]
    return warp(image, product, size), moved
