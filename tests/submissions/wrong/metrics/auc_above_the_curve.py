"""The area above the curve.

part: metrics
loses: auc
hint: Your number and the right one add to 1: it is the area above the curve, which is small for a
    good network. The area under the curve is asked for, where a face without error adds 1.
"""

import numpy as np


def auc(errors, threshold=0.10):
    return float(np.minimum(errors / threshold, 1).mean())
