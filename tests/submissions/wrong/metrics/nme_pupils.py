"""The divisor is the distance of the pupils, 96 and 97.

part: metrics
loses: nme, each_face
hint: Your divisor is the distance between the pupils, points 96 and 97. WFLW's inter-ocular
    distance is between the outer eye corners; pupils are closer together, so a true 4.4 % reads
    as 6.3 % and no published number compares. Points 60 and 72 are the ones to take.
"""

import numpy as np


def nme(pred, true):
    dist = np.linalg.norm(pred - true, axis=2).mean(axis=1)
    iod = np.linalg.norm(true[:, 96] - true[:, 97], axis=1)
    return dist / iod
