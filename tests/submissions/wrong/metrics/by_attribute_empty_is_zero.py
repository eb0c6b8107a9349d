"""The mean of an empty subset is 0.

part: metrics
loses: by_attribute
hint: Where a subset holds no face you report a mean of 0, which reads as a perfect score. What was
    not measured is NaN: it cannot be taken for a result, and a plot leaves it out.
"""

import numpy as np


NAMES = ["pose", "expression", "illumination", "make-up", "occlusion", "blur"]


def by_attribute(errors, attributes):
    table = {"full": (len(errors), float(errors.mean()))}
    for i, name in enumerate(NAMES):
        own = errors[attributes[:, i] == 1]
        table[name] = (len(own), float(own.sum() / max(1, len(own))))
    return table
