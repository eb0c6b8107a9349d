"""Positive degrees turn clockwise.

part: compose
loses: rotation_matrix
hint: Your matrix turns the picture clockwise for positive degrees. It is the formula of the school
    book, for a y that points up; here y points down, and the two sines change their signs. If
    picture and points take different ways, every training face has labels turned twice.
"""

import math


def rotation_matrix(degrees, size):
    c, s = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    x, y = (size[0] - 1) / 2, (size[1] - 1) / 2
    return np.array([[c, -s, x - c * x + s * y], [s, c, y - s * x - c * y], [0, 0, 1]])
