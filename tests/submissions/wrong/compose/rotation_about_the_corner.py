"""The turn is about pixel (0, 0).

part: compose
loses: rotation_matrix, centre
hint: Your matrix turns about the upper left pixel, so the face swings out of the picture. Shift
    the centre to the origin, turn, and shift it back: the last column is centre - R @ centre.
"""

def rotation_matrix(degrees, size):
    a = np.radians(degrees)
    return np.array([[np.cos(a), np.sin(a), 0], [-np.sin(a), np.cos(a), 0], [0, 0, 1]])
