"""SciPy's Simpson rule with a step of 0.0001.

part: metrics
"""

import numpy as np
from scipy.integrate import simpson


def auc(errors, threshold=0.10):
    step = 0.0001
    x = np.arange(0.0, threshold + step, step)
    sorted_errors = np.sort(errors)
    y = np.searchsorted(sorted_errors, x, side="right") / len(sorted_errors)
    return simpson(y, x=x) / threshold
