"""The argument `threshold` is ignored, 0.10 is written into the code.

part: metrics
loses: auc
hint: Up to the usual threshold you are right, and up to any other you still integrate to 0.10: the
    argument is not used. Put `threshold` where the number stands.
"""

import numpy as np


def auc(errors, threshold=0.10):
    return np.clip(1 - errors / 0.1, 0, 1).mean()
