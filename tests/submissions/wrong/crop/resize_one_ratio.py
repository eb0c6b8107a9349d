"""Both axes take the ratio of the widths.

part: crop
loses: resize_matrix
hint: Your resize takes one ratio for x and y. From 200 x 100 to 256 x 256 the two differ by a
    factor of two: the pixels fill the new picture, and your points only its upper half. y has the
    ratio of the heights.
"""

def resize_matrix(old, new):
    s = new[0] / old[0]
    return np.array([[s, 0, (s - 1) / 2], [0, s, (s - 1) / 2], [0, 0, 1]])
