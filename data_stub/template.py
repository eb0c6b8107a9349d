"""The average face: 98 WFLW points and the helper points that hold the rest of the head.

Millimetres, origin between the ears at eye height: x right in the picture, y down, z towards
the viewer. Only the left half and the midline are written; the right half is the mirror image.
The numbers are rounded proportions of an adult head (eye corners 90 apart, face 145 wide,
112 from eye line to chin), arranged in the order in which WFLW numbers its points.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.interpolate import CubicSpline

Array = NDArray[np.float64]

N_POINTS = 98
CONTOUR, BROWS, NOSE = slice(0, 33), slice(33, 51), slice(51, 60)
EYES, MOUTH, PUPILS = slice(60, 76), slice(76, 96), slice(96, 98)
INNER_LIP_PAIRS = ((89, 95), (90, 94), (91, 93))  # upper and lower: equal when the mouth is closed
UPPER_LIDS, LOWER_LIDS = ((61, 62, 63), (69, 70, 71)), ((67, 66, 65), (75, 74, 73))

# Jaw line from the ear (point 0) to the chin (point 16): spline knots, then 17 even steps.
_JAW = [
    (-72, -1, 6),
    (-71, 22, 9),
    (-68.5, 47, 14),
    (-62, 69.5, 23),
    (-45.5, 91.5, 49),
    (-18, 110, 83),
    (0, 113, 90),
]
# fmt: off
_LEFT = {  # index: (x, y, z), neutral expression: eyes open, lips closed
    33: (-55, -11, 63), 34: (-45, -19, 77), 35: (-34, -21, 86.5), 36: (-24, -19, 92),
    37: (-13, -16, 96), 38: (-13, -10, 93), 39: (-24, -13, 89), 40: (-35, -14, 84),
    41: (-45, -13, 75),
    51: (0, 0, 95), 52: (0, 13, 102), 53: (0, 25, 111), 54: (0, 37, 119),
    55: (-16, 43, 96), 56: (-8, 45, 104), 57: (0, 47, 106),
    60: (-45, 1, 68), 61: (-39, -3, 75), 62: (-31.5, -4.5, 79), 63: (-24, -3, 79.5),
    64: (-17.5, 2, 78), 65: (-24.5, 4, 78), 66: (-31.5, 5, 77), 67: (-39, 4, 73.5),
    76: (-26, 66, 88), 77: (-16, 61, 99), 78: (-4.5, 58.5, 105), 79: (0, 59.5, 106),
    85: (0, 78, 103), 86: (-9.5, 76.8, 101), 87: (-18, 72, 95),
    88: (-24, 66, 89), 89: (-12, 66, 100), 90: (0, 66.4, 104), 94: (0, 66.4, 104),
    95: (-12, 66, 100), 96: (-31, 0.3, 80),
}
# Where the texture is painted, eyes and mouth stand open, so that what lies inside has room.
_OPEN = {61: -4.5, 62: -6.5, 63: -4.5, 65: 5.5, 66: 6.5, 67: 5.5,
         77: 60, 78: 57, 79: 58, 89: 62.5, 90: 62.5, 94: 71, 95: 70.5, 85: 82, 86: 80.5, 87: 75}
_HELPERS = [
    # forehead and temples
    (0, -16, 99), (0, -34, 101), (0, -62, 95), (0, -92, 70), (-30, -44, 91), (-30, -74, 76),
    (-56, -38, 64), (-56, -66, 50), (-66, -18, 38), (-57, 3, 52), (-66, -45, 35),
    # sides of the nose, wings, tip
    (-8, 9, 90), (-11, 22, 92), (-15.5, 35, 99), (-8, 37, 113), (-18.5, 40, 94),
    # cheeks
    (-22, 15, 83), (-35, 17, 79), (-49, 20, 68), (-61, 15, 46), (-34, 36, 84), (-52, 42, 62),
    (-26, 52, 89), (-38, 60, 77), (-52, 62, 52), (-30, 82, 80), (-62, 40, 36),
    # philtrum, groove and pad of the chin
    (0, 53, 104.5), (0, 88, 96), (-15, 87, 91), (0, 100, 98), (-15, 101, 91), (-12, 54, 101),
    # under the jaw, neck
    (0, 121, 62), (-20, 119, 54), (-40, 104, 28), (-51, 88, 6), (0, 140, 40), (-30, 138, 28),
    (-47, 130, -4), (0, 205, 36), (-32, 205, 25), (-53, 205, -8), (-42, 140, -48), (0, 140, -62),
    (-48, 205, -48), (0, 205, -65),
    # behind the ears, back of the head, crown
    (-73, -25, -8), (-73, 10, -12), (-66, 50, -12), (-73, -60, -10), (-66, -20, -60),
    (-60, 30, -60), (0, -20, -95), (0, 40, -84), (0, -70, -86), (-54, -75, -58), (-62, -92, 0),
    (0, -98, -66), (-48, -107, -10), (0, -109, 48), (-32, -108, 36), (-30, -108, -45),
    (0, -117, 24), (-22, -117, 0), (0, -117, -26),
]
# fmt: on


def _flip_permutation() -> NDArray[np.intp]:
    """Index p with mirrored[i] = points[p[i]]: which point of the left half is which of the right.

    Written out from the numbering (runs of points that mirror into runs), length 98.
    """
    runs = [
        (0, 32, 33),
        (33, 46, 5),
        (38, 50, 4),
        (55, 59, 5),
        (60, 72, 5),
        (65, 75, 3),
        (76, 82, 7),
        (83, 87, 5),
        (88, 92, 5),
        (93, 95, 3),
        (96, 97, 2),
    ]
    perm = np.arange(N_POINTS)
    for first, partner, length in runs:
        for k in range(length):
            perm[first + k], perm[partner - k] = partner - k, first + k
    return perm


FLIP = _flip_permutation()


def neutral_points() -> Array:
    """The 98 points of the neutral average face, (98, 3) in mm, exactly mirror-symmetric."""
    knots = np.array(_JAW, float)
    length = np.r_[0, np.cumsum(np.linalg.norm(np.diff(knots, axis=0), axis=1))]
    steps = np.linspace(0, length[-1], 17)
    # The chin is horizontal on the midline, or the mirrored half would meet it at an angle.
    ends: list[Array] = [(knots[1] - knots[0]) / length[1], np.array([1.0, 0.0, 0.0])]
    jaw = CubicSpline(length, knots, bc_type=((1, ends[0]), (1, ends[1])))(steps)
    points = np.zeros((N_POINTS, 3))
    points[:17] = jaw
    for index, position in _LEFT.items():
        points[index] = position
    return _mirror_right_half(points)


def canonical_points() -> Array:
    """The same face with eyes and mouth open, (98, 3): the places on the texture sheet."""
    points = neutral_points()
    for index, y in _OPEN.items():
        points[index, 1] = y
    return _mirror_right_half(points)


def helper_points() -> Array:
    """Points that are no landmarks but shape forehead, cheeks, neck and skull, (n, 3) in mm."""
    left = np.array(_HELPERS, float)
    right = left[left[:, 0] < 0] * [-1, 1, 1]
    return np.concatenate([left, right])


def _mirror_right_half(points: Array) -> Array:
    mirrored = points[FLIP] * [-1, 1, 1]
    left = (points[:, 0] < 0)[:, None]
    right = (mirrored[:, 0] > 0)[:, None]
    return np.where(right & ~left, mirrored, points)
