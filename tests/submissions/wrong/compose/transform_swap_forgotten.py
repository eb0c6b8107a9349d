"""Left and right are never swapped.

part: compose
loses: points
hint: Where the chain mirrors, your points are in the right places under the wrong index: the rows
    are not reordered. Whether a product mirrors can be seen from its 2x2 part: the determinant is
    negative. On real faces this alone is a label error of 75 % NME.
"""

def transform(image, points, matrices, size):
    product = np.eye(3)
    for m in matrices:
        product = m @ product
    moved = points @ product[:2, :2].T + product[:2, 2]
    if False:
        moved = moved[flip_permutation()]
    return warp(image, product, size), moved
