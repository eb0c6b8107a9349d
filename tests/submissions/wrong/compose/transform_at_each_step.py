"""The picture is resampled by one matrix after the other.

part: compose
loses: picture, one_resampling
hint: Your picture is resampled at every step. What leaves the frame on the way does not come back,
    as the corners of a turn, and every resampling blurs. Multiply the matrices first and call warp
    once, as you do for the points.
"""

def transform(image, points, matrices, size):
    product = np.eye(3)
    for m in matrices:
        product = m @ product
        image = warp(image, m, (max(size[0], 112), max(size[1], 112)))
    moved = points @ product[:2, :2].T + product[:2, 2]
    if np.linalg.det(product[:2, :2]) < 0:
        moved = moved[flip_permutation()]
    return image[: size[1], : size[0]], moved
