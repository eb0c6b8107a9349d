"""Degrees go into cos and sin as they are.

part: compose
loses: rotation_matrix
hint: Your angle goes into cos and sin in degrees, but they take radians: 30 becomes 1719 degrees,
    which looks like a turn by 81 the other way. np.radians or math.radians converts it.
"""

def rotation_matrix(degrees, size):
    c, s = np.cos(degrees), np.sin(degrees)
    x, y = (size[0] - 1) / 2, (size[1] - 1) / 2
    return np.array([[c, s, x - c * x - s * y], [-s, c, y + s * x - c * y], [0, 0, 1]])
