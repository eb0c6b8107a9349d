"""The area is not divided by the threshold.

part: metrics
loses: auc
hint: Your area is right, but it is not divided by the threshold, so that a perfect network gets
    0.1 where 1 is asked for. Divide by the width of the interval: then areas up to different
    thresholds compare.
"""

import numpy as np


def auc(errors, threshold=0.10):
    return float(np.maximum(threshold - errors, 0).mean())
