"""The divisor is taken from the predicted points.

part: metrics
loses: nme, each_face
hint: Your divisor is the distance of the predicted eye corners. A network could lower its error
    by predicting eyes that are far apart, and it nearly divides by 0 where it fails. The
    yardstick comes from the truth: points 60 and 72 of `true`.
"""

import numpy as np


def nme(pred, true):
    dist = np.linalg.norm(pred - true, axis=2).mean(axis=1)
    interocular = np.linalg.norm(pred[:, 60] - pred[:, 72], axis=-1)
    return dist / interocular
