"""The mean of |dx| and |dy|, over all 196 numbers.

part: metrics
loses: nme, each_face
hint: You average |dx| and |dy| over all 196 numbers. That is no distance: a true 4.4 % reads as
    2.8 %. Each point counts once, with the Euclidean distance between prediction and truth.
"""

import numpy as np


def nme(pred, true):
    mae = np.abs(pred - true).mean(axis=(1, 2))
    return mae / np.linalg.norm(true[:, 60] - true[:, 72], axis=1)
