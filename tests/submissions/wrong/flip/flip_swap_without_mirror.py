"""The rows are swapped, but the coordinates stay where they were.

part: flip
loses: points, pixel_centres
hint: Your rows have changed places as they should, but every point still lies where it lay in the
    old picture: x is not mirrored. The picture has moved under the points, so each of them needs
    a new x (column x goes to width - 1 - x) as well as its new row.
"""


def flip(image, points):
    flipped = image[:, ::-1, :].copy()
    return flipped, points[flip_permutation()]
