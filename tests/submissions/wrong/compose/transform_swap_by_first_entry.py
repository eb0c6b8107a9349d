"""The product is taken for a mirror if its first entry is negative.

part: compose
loses: points
hint: You take a product for a mirror if its first entry is negative. A turn by more than 90
    degrees has that, too, and a mirror that is turned may not. The determinant of the 2x2 part
    tells them apart.
"""

def transform(image, points, matrices, size):
    product = np.eye(3)
    for m in matrices:
        product = m @ product
    moved = points @ product[:2, :2].T + product[:2, 2]
    if product[0, 0] < 0:
        moved = moved[flip_permutation()]
    return warp(image, product, size), moved
