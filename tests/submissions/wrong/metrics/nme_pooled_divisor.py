"""All faces are divided by the batch's mean inter-ocular distance.

part: metrics
loses: each_face
hint: You divide every face by the mean inter-ocular distance of the batch. Large faces then count
    more than small ones (on WFLW the distance runs from 18 to 569 px), and the result depends on
    who shares a batch with whom. Each face has its own divisor.
"""

import numpy as np


def nme(pred, true):
    dist = np.linalg.norm(pred - true, axis=2).mean(axis=1)
    iod = np.linalg.norm(true[:, 60] - true[:, 72], axis=1).mean()
    return dist / iod
