"""Points are mirrored, the picture is not.

part: flip
loses: picture, arguments_kept
hint: Your points are mirrored and reordered as they should be, but the picture comes back as it
    was: the points now lie on the wrong side of the face. Mirror the columns of the picture, too,
    and return that picture.
"""


def flip(image, points):
    width = image.shape[1]
    image[:, ::-1].copy()
    points = points.copy()
    points[:, 0] = width - 1 - points[:, 0]
    return image, points[flip_permutation()]
