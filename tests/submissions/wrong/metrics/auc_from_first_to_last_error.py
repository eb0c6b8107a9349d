"""The curve is drawn through the sorted errors and ends at the last one.

part: metrics
loses: auc
hint: You integrate between the smallest and the largest error that lies below the threshold, and
    what lies between the largest and the threshold is left out. There the curve runs on, flat and
    high, so a network without any failure is punished for being good. Let the curve begin at 0 and
    end at the threshold.
"""

import numpy as np


def auc(errors, threshold=0.10):
    x = np.sort(errors)
    y = np.arange(1, len(x) + 1) / len(x)
    x, y = x[x <= threshold], y[x <= threshold]
    if len(x) < 2:
        return 0.0
    return float(((y[1:] + y[:-1]) / 2 * np.diff(x)).sum() / threshold)
