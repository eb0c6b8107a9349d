"""A subset holds only the faces with that attribute alone.

part: metrics
loses: by_attribute
hint: Your subsets are too small: a face counts only where that attribute is its only one. Subsets
    overlap (a face in profile can be blurred, too), and each of them holds every face with its
    flag.
"""

import numpy as np


NAMES = ["pose", "expression", "illumination", "make-up", "occlusion", "blur"]


def by_attribute(errors, attributes):
    table = {"full": (len(errors), float(errors.mean()))}
    alone = attributes.sum(axis=1) == 1
    for i, name in enumerate(NAMES):
        own = errors[(attributes[:, i] == 1) & alone]
        table[name] = (len(own), float(own.mean()) if len(own) else float("nan"))
    return table
