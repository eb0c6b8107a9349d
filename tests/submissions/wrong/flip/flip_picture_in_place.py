"""The caller's picture is changed in place.

part: flip
loses: arguments_kept
hint: What you return is right, but the picture that was passed in has been mirrored, too: you
    wrote into the caller's array. Whoever uses that picture again, for a plot or in the next
    epoch, meets a flipped one. Work on a copy.
"""


def flip(image, points):
    image[:] = image[:, ::-1].copy()
    out = points.copy()
    out[:, 0] = image.shape[1] - 1 - out[:, 0]
    return image, out[flip_permutation()]
