"""The picture goes through the inverse of the product.

part: compose
loses: picture, one_resampling
hint: Your picture goes the other way than your points: you hand warp the inverse of the product.
    It takes the matrix from source to output, and inverts it by itself.
"""

def transform(image, points, matrices, size):
    product = np.eye(3)
    for m in matrices:
        product = m @ product
    moved = points @ product[:2, :2].T + product[:2, 2]
    if np.linalg.det(product[:2, :2]) < 0:
        moved = moved[flip_permutation()]
    return warp(image, np.linalg.inv(product), size), moved
