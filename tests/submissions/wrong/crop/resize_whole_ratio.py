"""The ratios are whole numbers.

part: crop
loses: resize_matrix, pixel_centres
hint: Your ratios are whole numbers, from the // that rounds down: 1.5 becomes 1, and whatever
    shrinks becomes 0. Divide with a single /.
"""

def resize_matrix(old, new):
    x, y = new[0] // old[0], new[1] // old[1]
    return np.array([[x, 0, (x - 1) / 2], [0, y, (y - 1) / 2], [0, 0, 1]])
