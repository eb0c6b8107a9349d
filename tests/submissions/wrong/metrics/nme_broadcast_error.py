"""(B, 98) is divided by (B,), which works for one face only.

part: metrics
loses: each_face
hint: With one face your code works, with several it stops: an array of shape (B, 98) is divided
    by one of shape (B,), and these two do not broadcast. Take the mean over the 98 points first,
    or keep the divisor's second axis.
"""

import numpy as np


def nme(pred, true):
    error = np.linalg.norm(pred - true, axis=-1)
    iod = np.linalg.norm(true[:, 60] - true[:, 72], axis=-1)
    return (error / iod).mean(axis=1)
