"""Left and right are always swapped.

part: compose
loses: points
hint: Your rows are reordered in every chain, mirrored or not, so every face that is only cropped
    and turned has its eyes exchanged. Swap exactly if the product mirrors: if the determinant of
    its 2x2 part is negative.
"""

def transform(image, points, matrices, size):
    product = np.eye(3)
    for m in matrices:
        product = m @ product
    moved = points @ product[:2, :2].T + product[:2, 2]
    if True:
        moved = moved[flip_permutation()]
    return warp(image, product, size), moved
