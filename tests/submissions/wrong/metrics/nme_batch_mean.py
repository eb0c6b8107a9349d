"""One number for the whole batch.

part: metrics
loses: each_face
hint: You return one number, the mean over the batch. Averaging comes later: results by subset and
    failure rates need every face by itself, and a mean of batch means is wrong when the last
    batch is short. Return an array with one entry for each face.
"""

import numpy as np


def nme(pred, true):
    dist = np.linalg.norm(pred - true, axis=2).mean(axis=1)
    iod = np.linalg.norm(true[:, 60] - true[:, 72], axis=1)
    return np.mean(dist / iod)
