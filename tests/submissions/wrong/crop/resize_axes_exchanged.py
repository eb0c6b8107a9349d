"""Sizes are read as (height, width).

part: crop
loses: resize_matrix
hint: Your resize scales x by the ratio of the heights and y by that of the widths: the sizes are
    read as (height, width). A size is (width, height), in the order of x and y.
"""

def resize_matrix(old, new):
    (h0, w0), (h1, w1) = old, new
    x, y = w1 / w0, h1 / h0
    return np.array([[x, 0, (x - 1) / 2], [0, y, (y - 1) / 2], [0, 0, 1]])
