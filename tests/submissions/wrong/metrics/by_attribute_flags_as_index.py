"""The column of 0 and 1 is used as an index, not as a mask.

part: metrics
loses: by_attribute
hint: Every row of your table has the number of all faces: errors[attributes[:, i]] with integers
    looks up the errors of the faces 0 and 1 again and again. Only truth values select. Compare
    first: attributes[:, i] == 1.
"""

import numpy as np


NAMES = ["pose", "expression", "illumination", "make-up", "occlusion", "blur"]


def by_attribute(errors, attributes):
    table = {"full": (len(errors), errors.mean())}
    for i, name in enumerate(NAMES):
        own = errors[attributes[:, i]]
        table[name] = (len(own), own.mean())
    return table
