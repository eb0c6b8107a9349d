"""The permutation simply counts backwards.

part: flip
loses: permutation
hint: Your permutation counts backwards from 97 to 0, so a contour point takes the place of a
    pupil. A mirror exchanges partners, point by point: 0 with 32, 60 with 72, 96 with 97;
    MIRROR_PAIRS lists them all, and the ten points on the middle line stay.
"""


def flip_permutation():
    return np.arange(98)[::-1].copy()
