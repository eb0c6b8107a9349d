"""Faces beyond the threshold take area away.

part: metrics
loses: auc
hint: A face beyond the threshold makes your area smaller, and one that is far off makes it
    negative: 1 - error / threshold is below 0 there. Area is never negative. Such a face adds
    nothing, so clip at 0.
"""

import numpy as np


def auc(errors, threshold=0.10):
    return 1 - errors.mean() / threshold
