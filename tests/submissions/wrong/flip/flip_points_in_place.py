"""The caller's points are changed in place.

part: flip
loses: arguments_kept
hint: What you return is right, but the array that was passed in has changed, too: its x
    coordinates are mirrored now. A Dataset that keeps its points would hand out a flipped face in
    the next epoch, and an unflipped one after that. Work on a copy.
"""


def flip(image, points):
    points[:, 0] = image.shape[1] - 1 - points[:, 0]
    return image[:, ::-1].copy(), points[flip_permutation()]
