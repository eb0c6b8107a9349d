"""Picture and points are turned upside down, and left and right indices swapped.

part: flip
loses: points, pixel_centres, picture, arguments_kept
hint: Picture and points are mirrored top to bottom: the face stands on its head. For left to
    right it is the columns of the picture, its second axis, and the x of the points that change.
"""


def flip(image, points):
    h = image.shape[0]
    pts = points.copy()
    pts[:, 1] = h - 1 - pts[:, 1]
    return np.flipud(image).copy(), pts[flip_permutation()]
