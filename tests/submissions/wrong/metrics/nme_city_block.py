"""The mean of |dx| + |dy|.

part: metrics
loses: nme, each_face
hint: Your distance of a point is |dx| + |dy|, which is up to 1.4 times the Euclidean one (the
    diagonal of a square is shorter than two of its sides). Take the root of the sum of squares.
"""

import numpy as np


def nme(pred, true):
    dist = np.abs(pred - true).sum(axis=-1).mean(axis=-1)
    return dist / np.linalg.norm(true[:, 60] - true[:, 72], axis=1)
