"""The two shifts around the turn are exchanged.

part: compose
loses: rotation_matrix, centre
hint: Your two shifts are in each other's place: the matrix on the right acts first, and that must
    be the one that takes the centre to the origin. So it is back @ turn @ there.
"""

def rotation_matrix(degrees, size):
    a = np.radians(degrees)
    turn = np.array([[np.cos(a), np.sin(a), 0], [-np.sin(a), np.cos(a), 0], [0, 0, 1]])
    there, back = np.eye(3), np.eye(3)
    there[:2, 2] = -(size[0] - 1) / 2, -(size[1] - 1) / 2
    back[:2, 2] = (size[0] - 1) / 2, (size[1] - 1) / 2
    return there @ turn @ back
