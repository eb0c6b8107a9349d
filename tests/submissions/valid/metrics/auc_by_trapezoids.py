"""The curve on 1,001 points, trapezoids, as published code has it.

part: metrics
"""

import numpy as np


def auc(errors, threshold=0.10):
    grid = np.linspace(0, threshold, 1001)
    curve = np.array([np.count_nonzero(errors <= e) for e in grid]) / len(errors)
    return np.trapezoid(curve, grid) / threshold
