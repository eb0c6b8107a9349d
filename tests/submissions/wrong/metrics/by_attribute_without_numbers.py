"""Only the means, without the numbers of faces.

part: metrics
loses: by_attribute
hint: Your table holds a mean for each subset, but not the number of faces. Without it nobody sees
    that 206 faces with make-up say less than 2,500, or that a subset was empty. The value of each
    key is a pair, (number of faces, mean NME).
"""

import numpy as np


NAMES = ["pose", "expression", "illumination", "make-up", "occlusion", "blur"]


def by_attribute(errors, attributes):
    table = {"full": errors.mean()}
    for i, name in enumerate(NAMES):
        own = errors[attributes[:, i] == 1]
        table[name] = own.mean() if len(own) else np.float64("nan")
    return table
