"""The centre is taken to the origin and left there.

part: compose
loses: rotation_matrix, centre
hint: Your matrix takes the centre to pixel (0, 0) and leaves it there, so three quarters of the
    picture are cut off. After the turn the centre has to be shifted back.
"""

def rotation_matrix(degrees, size):
    a = np.radians(degrees)
    turn = np.array([[np.cos(a), np.sin(a), 0], [-np.sin(a), np.cos(a), 0], [0, 0, 1]])
    shift = np.array([[1, 0, -(size[0] - 1) / 2], [0, 1, -(size[1] - 1) / 2], [0, 0, 1]])
    return turn @ shift
