"""np.flip without an axis reverses rows, columns and channels.

part: flip
loses: picture, arguments_kept
hint: Your picture is reversed along every axis: upside down, and red and blue exchanged, too.
    That is what np.flip does if it is told no axis; only the columns, the second axis, are to be
    reversed.
"""


def flip(image, points):
    img = np.flip(image).copy()
    pts = points.copy()
    pts[:, 0] = image.shape[1] - 1 - pts[:, 0]
    return img, pts[flip_permutation()]
