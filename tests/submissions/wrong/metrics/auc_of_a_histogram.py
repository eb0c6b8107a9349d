"""A histogram from the smallest to the largest error is summed up.

part: metrics
loses: auc
hint: Your bins are spread from the smallest to the largest error. One face that is far off makes
    all of them wide, and the result changes although that face adds nothing to the area (a known
    flaw of published code: .6118 instead of .6013). Let the grid run from 0 to the threshold, or
    use each face's own share.
"""

import numpy as np


def auc(errors, threshold=0.10):
    bins = np.linspace(errors.min(), errors.max(), 1001)
    share = np.array([(errors <= b).mean() for b in bins[:-1]])
    width = bins[1] - bins[0]
    inside = bins[:-1] <= threshold
    rest = max(0.0, threshold - errors.max())
    return float((share[inside].sum() * width + rest) / threshold)
