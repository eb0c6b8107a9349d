"""Means in per cent.

part: metrics
loses: by_attribute
hint: Your means are 100 times too large: they are per cent. Errors come in as fractions and go out
    as fractions; print per cent when you print the table.
"""

import numpy as np


NAMES = ["pose", "expression", "illumination", "make-up", "occlusion", "blur"]


def by_attribute(errors, attributes):
    table = {"full": (len(errors), 100 * float(errors.mean()))}
    for i, name in enumerate(NAMES):
        own = errors[attributes[:, i] == 1]
        table[name] = (len(own), 100 * float(own.mean()) if len(own) else float("nan"))
    return table
