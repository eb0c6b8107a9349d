"""Points mirror about the middle of the height.

part: flip
loses: points, pixel_centres
hint: Your x coordinates are mirrored with the picture's height in place of its width, so on every
    picture that is not square they land beside the face. An image array has the shape (height,
    width, 3): the width is its second entry.
"""


def flip(image, points):
    w, h = image.shape[:2]
    out = points.copy()
    out[:, 0] = (w - 1) - out[:, 0]
    out = out[flip_permutation()]
    return image[:, ::-1].copy(), out
