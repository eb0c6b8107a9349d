"""np.nanargmin, which refuses by itself.

part: training
"""

import numpy as np


def choose_epoch(history):
    return np.nanargmin(np.array(history, dtype=float))
