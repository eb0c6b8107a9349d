"""Rows are swapped through views, so that one of each pair overwrites the other.

part: flip
loses: points
hint: Of each left and right pair you return the same point twice: half of your points are right,
    and the others sit on top of them. Rows of a NumPy array are views, so swapping two of them
    with a, b = b, a copies one over the other before it is read. Reorder all rows at once by an
    index array, or copy before you assign.
"""


def flip(image, points):
    p = points.copy()
    p[:, 0] = image.shape[1] - 1 - p[:, 0]
    for left, right in MIRROR_PAIRS:
        p[left], p[right] = p[right], p[left]
    return image[:, ::-1].copy(), p
