"""Points are rounded to whole pixels.

part: compose
loses: points
hint: Your points are whole numbers. Rounding costs a quarter of a pixel on average, which is 0.7 %
    NME on faces as they come in WFLW; landmarks are floats, so leave them.
"""

def transform(image, points, matrices, size):
    product = np.eye(3)
    for m in matrices:
        product = m @ product
    moved = points @ product[:2, :2].T + product[:2, 2]
    moved = np.round(moved)
    if np.linalg.det(product[:2, :2]) < 0:
        moved = moved[flip_permutation()]
    return warp(image, product, size), moved
