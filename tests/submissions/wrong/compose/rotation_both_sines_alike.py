"""Both sines have the same sign.

part: compose
loses: rotation_matrix, centre
hint: Your two sines have the same sign, so the matrix shears, or mirrors, instead of turning: at
    90 degrees it exchanges x and y. In a rotation one of them is negative; here, with y pointing
    down, it is the lower one.
"""

def rotation_matrix(degrees, size):
    a = np.radians(degrees)
    turn = np.array([[np.cos(a), np.sin(a)], [np.sin(a), np.cos(a)]])
    centre = (np.array(size) - 1) / 2
    matrix = np.eye(3)
    matrix[:2, :2] = turn
    matrix[:2, 2] = centre - turn @ centre
    return matrix
