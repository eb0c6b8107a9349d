"""The corner is taken off unscaled.

part: crop
loses: crop_matrix, pixel_centres
hint: Your shift is the box's corner itself, -x0, but it is applied after the scale. In a matrix
    the last column is added to scaled coordinates, so it must be scaled, too: s * (x - x0) = s * x
    - s * x0.
"""

def crop_matrix(box, size):
    x0, y0, x1, y1 = box
    s = size[0] / (x1 - x0)
    return np.array([[s, 0, -x0], [0, s, -y0], [0, 0, 1]])
