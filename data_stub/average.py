"""The average face: 98 WFLW points and the helper points that hold the rest of the head.

Millimetres, origin between the ears at eye height: x right in the picture, y down, z towards
the viewer. Only the left half and the midline are written; the right half is the mirror image.
The numbers are rounded proportions of an adult head (eye corners 90 apart, face 144 wide,
112 from eye line to chin), arranged in the order in which WFLW numbers its points.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Image = NDArray[Any]  # float32 maps and pictures; OpenCV's type stubs promise less

INNER_LIP_PAIRS = ((89, 95), (90, 94), (91, 93))  # upper and lower: equal when the mouth is closed
# Closed outlines: the upper rim, then the lower rim on the way back.
RIMS = {
    "left eye": ((60, 61, 62, 63, 64), (64, 65, 66, 67, 60)),
    "right eye": ((72, 71, 70, 69, 68), (68, 75, 74, 73, 72)),
    "left brow": ((33, 34, 35, 36, 37), (38, 39, 40, 41, 33)),
    "right brow": ((46, 45, 44, 43, 42), (50, 49, 48, 47, 46)),
    "lips": ((76, 77, 78, 79, 80, 81, 82), (82, 83, 84, 85, 86, 87, 76)),
    "mouth": ((88, 89, 90, 91, 92), (92, 93, 94, 95, 88)),
}

# fmt: off
_LEFT = {  # index: (x, y, z), neutral expression: eyes open, lips closed
    0: (-72, -1, 6), 1: (-71.5, 10.1, 7.4), 2: (-71, 21.1, 8.9), 3: (-70.3, 32.1, 10.7),
    4: (-69.1, 43, 13), 5: (-67.1, 53.7, 15.9), 6: (-64.2, 63.9, 19.9), 7: (-60.4, 72.7, 25.3),
    8: (-55.9, 79.9, 32.3), 9: (-50.8, 86.1, 40.4), 10: (-45.5, 91.5, 49), 11: (-40.2, 96.6, 57.7),
    12: (-34.5, 101.4, 66.2), 13: (-28, 105.7, 74.1), 14: (-20.2, 109.2, 81.3),
    15: (-10.8, 111.9, 87.3), 16: (0, 113, 90),
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
# Where the skin is painted, eyes and mouth stand open, so that what lies inside has room: y.
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
    (-47, 130, -4), (0, 205, 36), (-32, 205, 25), (-53, 205, -8), (-42, 140, -48), (-15, 140, -60),
    (-48, 205, -48), (-15, 205, -63),
    # behind the ears, back of the head, crown
    (-73, -25, -8), (-73, 10, -12), (-66, 50, -12), (-73, -60, -10), (-66, -20, -60),
    (-60, 30, -60), (-20, -20, -93), (-20, 40, -82), (-20, -70, -84), (-54, -75, -58),
    (-62, -92, 0), (-20, -98, -64), (-48, -107, -10), (0, -109, 48), (-32, -108, 36),
    (-30, -108, -45), (0, -117, 24), (-22, -117, 0), (-10, -117, -26),
]
# Runs of points that mirror into each other: (first, partner of the first, length); the
# numbers of the partners run backwards.
_RUNS = ((0, 32, 16), (33, 46, 5), (38, 50, 4), (55, 59, 2), (60, 72, 5), (65, 75, 3),
         (76, 82, 3), (83, 87, 2), (88, 92, 2), (93, 95, 1), (96, 97, 1))
# fmt: on


FLIP = np.arange(98)  # the mirror image of point i is point FLIP[i]
for _first, _partner, _length in _RUNS:
    for _k in range(_length):
        FLIP[_first + _k], FLIP[_partner - _k] = _partner - _k, _first + _k


def average_points(opened: bool = False) -> Array:
    """The neutral average face, (98, 3) in mm, exactly symmetric; or with eyes and mouth open."""
    points = np.zeros((98, 3))
    for index, (x, y, z) in _LEFT.items():
        y = _OPEN.get(index, y) if opened else y
        points[index], points[FLIP[index]] = (x, y, z), (-x, y, z)
    return points


def helper_points() -> Array:
    """Points that are no landmarks but shape forehead, cheeks, neck and skull, (n, 3) in mm."""
    left = np.array(_HELPERS, float)
    return np.concatenate([left, left[left[:, 0] < 0] * [-1, 1, 1]])
