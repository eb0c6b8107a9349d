"""The first matrix acts last.

part: compose
loses: points, picture
hint: Your matrices act in the reverse order: first the last one. Read a product from right to
    left, as it meets the point: the second matrix goes to the left of the first, B @ A @ point.
"""

def transform(image, points, matrices, size):
    product = np.eye(3)
    for m in matrices:
        product = product @ m
    moved = points @ product[:2, :2].T + product[:2, 2]
    if np.linalg.det(product[:2, :2]) < 0:
        moved = moved[flip_permutation()]
    return warp(image, product, size), moved
