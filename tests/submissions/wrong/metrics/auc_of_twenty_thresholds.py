"""The curve is averaged at 20 thresholds.

part: metrics
loses: auc
hint: You average the curve at 20 thresholds only. A curve that rises between two of them, as it
    does when faces are alike, comes out wrong by up to 0.05, which is more than lies between two
    published methods. Use a step of 0.0001 or less, or no grid at all: each face's own share of
    the area can be written down.
"""

import numpy as np


def auc(errors, threshold=0.10):
    steps = np.linspace(0, threshold, 20)
    return float(np.mean([(errors <= step).mean() for step in steps]))
