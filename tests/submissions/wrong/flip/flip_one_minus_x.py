"""Points mirror as 1 - x, which is for coordinates between 0 and 1.

part: flip
loses: points, pixel_centres
hint: Your x coordinates come out as 1 - x, mostly negative: that is how coordinates mirror that
    have been divided by the width. Here points are in pixels, so they mirror about the middle of
    the picture: column x goes to width - 1 - x.
"""


def flip(image, points):
    new_points = points.copy()
    new_points[:, 0] = 1 - new_points[:, 0]
    return np.fliplr(image).copy(), new_points[flip_permutation()]
