"""Returns one number in the hope that it is stretched.

part: metrics
"""

import numpy as np


def nme(pred, true):
    return np.zeros((1, 1, 1))
