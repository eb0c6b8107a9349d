"""The output has the source's size.

part: compose
loses: picture
hint: Your picture keeps the size of the source. The output has the size that is asked for, (width,
    height), whatever came in.
"""

def transform(image, points, matrices, size):
    product = np.eye(3)
    for m in matrices:
        product = m @ product
    moved = points @ product[:2, :2].T + product[:2, 2]
    if np.linalg.det(product[:2, :2]) < 0:
        moved = moved[flip_permutation()]
    return warp(image, product, image.shape[1::-1]), moved
