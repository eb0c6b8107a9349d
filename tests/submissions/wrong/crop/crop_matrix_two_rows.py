"""Only the first two rows are returned, as OpenCV wants them.

part: crop
loses: crop_matrix, pixel_centres
hint: Your crop matrix has two rows, as OpenCV's warpAffine takes it. Matrices are multiplied with
    each other here, and 2x3 times 2x3 does not fit; add the row 0, 0, 1, and cut it off only where
    OpenCV is called.
"""

def crop_matrix(box, size):
    width, height = size
    x0, y0, x1, y1 = box
    s = width / (x1 - x0)
    tx, ty = (width - 1) / 2 - s * (x0 + x1) / 2, (height - 1) / 2 - s * (y0 + y1) / 2
    return np.array([[s, 0, tx], [0, s, ty]])
