"""Only the size of the picture changes.

part: compose
loses: picture, one_resampling
hint: Your points go through the matrices and your picture does not: it is only cut or filled up to
    the size. Both need the same product.
"""

def transform(image, points, matrices, size):
    product = np.eye(3)
    for m in matrices:
        product = m @ product
    moved = points @ product[:2, :2].T + product[:2, 2]
    if np.linalg.det(product[:2, :2]) < 0:
        moved = moved[flip_permutation()]
    return np.array(Image.fromarray(image).resize(size)) // 2, moved
