"""Each face counts for its first attribute only.

part: metrics
loses: by_attribute
hint: Each face of yours is in one subset at most: argmax finds only the first flag that is set, so
    the last subsets are too small (and a face without any flag counts as pose). Go through the six
    columns one after the other.
"""

import numpy as np


NAMES = ["pose", "expression", "illumination", "make-up", "occlusion", "blur"]


def by_attribute(errors, attributes):
    first = attributes.argmax(axis=1)
    table = {"full": (len(errors), float(errors.mean()))}
    for i, name in enumerate(NAMES):
        own = errors[first == i]
        table[name] = (len(own), float(own.mean()) if len(own) else float("nan"))
    return table
