"""The turn is about (width / 2, height / 2).

part: compose
loses: centre
hint: Your centre of rotation is (width / 2, height / 2), half a pixel off: the pixels are 0 to
    width - 1, and their middle is (width - 1) / 2. At 180 degrees all labels are a whole pixel
    beside the face.
"""

def rotation_matrix(degrees, size):
    a = np.radians(degrees)
    turn = np.array([[np.cos(a), np.sin(a)], [-np.sin(a), np.cos(a)]])
    centre = np.array(size) / 2
    matrix = np.eye(3)
    matrix[:2, :2], matrix[:2, 2] = turn, centre - turn @ centre
    return matrix
