"""The outer corners are looked for at 59 and 71.

part: metrics
loses: nme, each_face
hint: Your divisor takes points 59 and 71, a point of the nose and one of the eye's lid: the outer
    corners, 60 and 72, read as if they were counted from 1. All indices in this assignment count
    from 0, so use them as they stand.
"""

import numpy as np


def nme(pred, true):
    dist = np.linalg.norm(pred - true, axis=2).mean(axis=1)
    iod = np.linalg.norm(true[:, 60 - 1] - true[:, 72 - 1], axis=1)  # python counts from 0
    return dist / iod
