"""np.fliplr, whose result is a view with a negative stride.

part: flip
"""

import numpy as np


def flip(image, points):
    scale = np.array([-1, 1])
    offset = np.array([image.shape[1] - 1, 0])
    return np.fliplr(image), (points * scale + offset)[flip_permutation()]
