"""The centre is taken from (height, width).

part: compose
loses: rotation_matrix
hint: Your centre has x and y exchanged, so pictures that are not square turn about a point beside
    their middle. The size is (width, height).
"""

def rotation_matrix(degrees, size):
    a = np.radians(degrees)
    c, s = np.cos(a), np.sin(a)
    y, x = (size[0] - 1) / 2, (size[1] - 1) / 2
    return np.array([[c, s, x - c * x - s * y], [-s, c, y + s * x - c * y], [0, 0, 1]])
