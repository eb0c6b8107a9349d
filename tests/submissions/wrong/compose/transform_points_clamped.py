"""Points outside are moved to the border.

part: compose
loses: points
hint: Points that leave the picture you move back to its border. Then they are labels for a place
    where the landmark is not. Keep them where they are; whoever makes heatmaps leaves them out.
"""

def transform(image, points, matrices, size):
    product = np.eye(3)
    for m in matrices:
        product = m @ product
    moved = points @ product[:2, :2].T + product[:2, 2]
    moved = np.clip(moved, 0, np.array(size) - 1)
    if np.linalg.det(product[:2, :2]) < 0:
        moved = moved[flip_permutation()]
    return warp(image, product, size), moved
