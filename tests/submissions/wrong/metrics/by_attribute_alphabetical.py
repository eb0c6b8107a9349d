"""The columns are taken to be in alphabetical order.

part: metrics
loses: by_attribute
hint: Your rows are right but stand under the wrong names: they fit columns in alphabetical order.
    The order is that of ATTRIBUTES (pose first, blur last); mixed up, you would mend occlusion to
    cure blur.
"""

import numpy as np


NAMES = ["pose", "expression", "illumination", "make-up", "occlusion", "blur"]


def by_attribute(errors, attributes):
    table = {"full": (len(errors), float(errors.mean()))}
    for i, name in enumerate(sorted(NAMES)):
        own = errors[attributes[:, i] == 1]
        table[name] = (len(own), float(own.mean()) if len(own) else float("nan"))
    return table
