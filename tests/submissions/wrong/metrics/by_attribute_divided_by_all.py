"""The errors of a subset are summed and divided by the number of all faces.

part: metrics
loses: by_attribute
hint: Your means are too small: the errors of a subset are added up and divided by the number of
    all faces, as errors * flag and mean() do. Divide by the number of faces in the subset.
"""

import numpy as np


NAMES = ["pose", "expression", "illumination", "make-up", "occlusion", "blur"]


def by_attribute(errors, attributes):
    table = {"full": (len(errors), float(errors.mean()))}
    for i, name in enumerate(NAMES):
        flag = attributes[:, i]
        table[name] = (int(flag.sum()), float((errors * flag).mean()) if flag.any() else float("nan"))
    return table
