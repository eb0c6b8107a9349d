"""The points stay where they were.

part: compose
loses: points
hint: Your picture moves and your points do not: you return them as they came. The labels of every
    augmented face would be those of the old one.
"""

def transform(image, points, matrices, size):
    product = np.eye(3)
    for m in matrices:
        product = m @ product
    return warp(image, product, size), points.copy()
