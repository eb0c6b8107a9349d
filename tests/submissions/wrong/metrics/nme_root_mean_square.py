"""The square root of the mean squared distance.

part: metrics
loses: nme, each_face
hint: You take the root of the mean squared distance. Squares let a few bad points dominate, so a
    true 4.4 % reads as about 5 %. The NME is the mean of the distances themselves: take the root
    for each point, then the mean.
"""

import numpy as np


def nme(pred, true):
    mse = ((pred - true) ** 2).sum(axis=2).mean(axis=1)
    iod = np.sqrt(((true[:, 60] - true[:, 72]) ** 2).sum(axis=1))
    return np.sqrt(mse) / iod
