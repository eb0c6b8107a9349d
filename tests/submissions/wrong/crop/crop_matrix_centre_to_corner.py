"""The box's centre goes to the crop's pixel (0, 0).

part: crop
loses: crop_matrix, pixel_centres
hint: Your matrix takes the box's centre to the upper left pixel of the crop, so three quarters of
    the face are cut off. After the shift to the origin and the scale, the crop's own centre has to
    be added.
"""

def crop_matrix(box, size):
    x0, y0, x1, y1 = box
    s = size[0] / (x1 - x0)
    return np.array([[s, 0, -s * (x0 + x1) / 2], [0, s, -s * (y0 + y1) / 2], [0, 0, 1]])
