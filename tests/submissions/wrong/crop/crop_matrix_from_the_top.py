"""The box's upper edge goes to the crop's upper edge.

part: crop
loses: crop_matrix
hint: On crops that are not square your y is off: you take the box's upper left corner to the
    crop's. With one scale for both axes a square box cannot touch all edges of such a crop; it is
    the centres that go onto each other.
"""

def crop_matrix(box, size):
    x0, y0, x1, y1 = box
    s = size[0] / (x1 - x0)
    return np.array([[s, 0, -s * x0 - 0.5], [0, s, -s * y0 - 0.5], [0, 0, 1]])
