"""Points go through the inverse.

part: compose
loses: points
hint: Your points go through the inverse of the product, the way that warp needs inside to look
    pixels up. Points go from source to output with the matrix as it is.
"""

def transform(image, points, matrices, size):
    product = np.eye(3)
    for m in matrices:
        product = m @ product
    back = np.linalg.inv(product)
    moved = points @ back[:2, :2].T + back[:2, 2]
    if np.linalg.det(product[:2, :2]) < 0:
        moved = moved[flip_permutation()]
    return warp(image, product, size), moved
