"""The matrix goes from the crop to the source.

part: crop
loses: crop_matrix, pixel_centres
hint: Your matrix is the inverse of the one asked for: it takes pixels of the crop to the source.
    Resamplers need that one inside, but everything here, points above all, goes from source to
    output.
"""

def crop_matrix(box, size):
    width, height = size
    x0, y0, x1, y1 = box
    s = (x1 - x0) / width
    cx, cy = (x0 + x1) / 2, (y0 + y1) / 2
    return np.array(
        [[s, 0, cx - s * (width - 1) / 2], [0, s, cy - s * (height - 1) / 2], [0, 0, 1]]
    )
