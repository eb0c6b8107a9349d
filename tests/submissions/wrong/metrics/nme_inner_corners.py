"""The divisor is the distance of the inner eye corners, 64 and 68.

part: metrics
loses: nme, each_face
hint: Your divisor is the distance between the inner eye corners, points 64 and 68, which is less
    than half of what is meant: a true 4.4 % reads as 11 %. WFLW's inter-ocular distance is
    between the outer corners, points 60 and 72.
"""

import numpy as np


def nme(pred, true):
    dist = np.linalg.norm(pred - true, axis=2).mean(axis=1)
    left, right = true[:, 64], true[:, 68]
    return dist / np.sqrt(((left - right) ** 2).sum(-1))
