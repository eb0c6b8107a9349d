"""Trapezoids with a step of a tenth of the threshold.

part: metrics
loses: auc
hint: Your trapezoids are ten to the whole interval. The curve is a staircase with one step for
    each face, and between two of your points it may rise anywhere; for faces that are alike the
    area is off by 0.01 or more. Take a step of 0.0001, or add up each face's own share of the
    area.
"""

import numpy as np


def auc(errors, threshold=0.10):
    x = np.linspace(0, threshold, 11)
    y = np.array([np.mean(errors <= t) for t in x])
    return float(((y[1:] + y[:-1]) / 2 * np.diff(x)).sum() / threshold)
