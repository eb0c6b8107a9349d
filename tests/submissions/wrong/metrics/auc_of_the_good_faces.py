"""Faces beyond the threshold are left out instead of adding nothing.

part: metrics
loses: auc
hint: You leave the failures out: your mean is one of the faces below the threshold alone, so a
    network gains by failing completely where it would have been bad. Failures add nothing to the
    area, but they count among all faces by which it is divided.
"""

import numpy as np


def auc(errors, threshold=0.10):
    good = errors[errors <= threshold]
    return float((1 - good / threshold).mean()) if len(good) else 0.0
