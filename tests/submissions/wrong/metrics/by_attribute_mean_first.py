"""The mean stands before the number.

part: metrics
loses: by_attribute
hint: Your pairs hold the mean first and the number of faces second; asked for is (number of faces,
    mean NME).
"""

import numpy as np


NAMES = ["pose", "expression", "illumination", "make-up", "occlusion", "blur"]


def by_attribute(errors, attributes):
    chosen = np.column_stack([np.ones(len(errors)), attributes]).astype(bool)
    table = {}
    for name, mask in zip(["full"] + NAMES, chosen.T):
        table[name] = (float(errors[mask].mean()) if mask.any() else float("nan"), int(mask.sum()))
    return table
