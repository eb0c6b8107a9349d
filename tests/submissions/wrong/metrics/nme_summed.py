"""The distances of the 98 points are summed.

part: metrics
loses: nme, each_face
hint: Your numbers are 98 times too large: the distances of the points are summed, and the mean is
    meant. Divide by the number of points.
"""

import numpy as np


def nme(pred, true):
    dist = np.linalg.norm(pred - true, axis=2).sum(axis=1)
    return dist / np.linalg.norm(true[:, 60] - true[:, 72], axis=1)
