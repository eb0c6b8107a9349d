"""Points as rows meet the matrix untransposed.

part: compose
loses: points
hint: Your points are turned the other way than your picture: they are rows, and points @ R
    multiplies each with R transposed, the inverse turn. Write points @ R.T, and the two go
    together.
"""

def transform(image, points, matrices, size):
    product = np.eye(3)
    for m in matrices:
        product = m @ product
    moved = points @ product[:2, :2] + product[:2, 2]
    if np.linalg.det(product[:2, :2]) < 0:
        moved = moved[flip_permutation()]
    return warp(image, product, size), moved
