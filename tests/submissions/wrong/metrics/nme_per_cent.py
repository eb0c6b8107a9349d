"""Per cent in place of a fraction.

part: metrics
loses: nme, each_face
hint: Your numbers are 100 times too large: they are per cent. NME is a fraction here, 0.05 for 5
    %, and only tables print per cent; a failure rate at 0.10 would call every one of your faces a
    failure.
"""

import numpy as np


def nme(pred, true):
    dist = np.linalg.norm(pred - true, axis=2).mean(axis=1)
    iod = np.linalg.norm(true[:, 60] - true[:, 72], axis=1)
    return 100 * dist / iod
