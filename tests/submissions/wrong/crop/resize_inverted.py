"""The ratios are old / new.

part: crop
loses: resize_matrix, pixel_centres
hint: Your ratio is old / new: where the picture grows, your points move together. The matrix goes
    from source to output, so it multiplies by new / old.
"""

def resize_matrix(old, new):
    x, y = old[0] / new[0], old[1] / new[1]
    return np.array([[x, 0, (x - 1) / 2], [0, y, (y - 1) / 2], [0, 0, 1]])
