"""The subsets hold the faces without the attribute.

part: metrics
loses: by_attribute
hint: Your subsets hold the faces whose flag is 0, which are those without the attribute. A flag of
    1 means that the face has it.
"""

import numpy as np


NAMES = ["pose", "expression", "illumination", "make-up", "occlusion", "blur"]


def by_attribute(errors, attributes):
    table = {"full": (len(errors), float(errors.mean()))}
    for i, name in enumerate(NAMES):
        own = errors[attributes[:, i] == 0]
        table[name] = (len(own), float(own.mean()) if len(own) else float("nan"))
    return table
