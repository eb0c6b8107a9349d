"""The mean of all faces is taken to be the mean of the six subsets' means.

part: metrics
loses: by_attribute
hint: Your subsets are right, and your "full" is the mean of their six means. Subsets overlap and
    leave out every face without attribute (534 of the 2,500 test faces), so hard faces count
    several times and easy ones never. Take the mean over all errors.
"""

import numpy as np


NAMES = ["pose", "expression", "illumination", "make-up", "occlusion", "blur"]


def by_attribute(errors, attributes):
    table = {}
    for i, name in enumerate(NAMES):
        own = errors[attributes[:, i] == 1]
        table[name] = (len(own), float(own.mean()) if len(own) else float("nan"))
    means = [mean for count, mean in table.values() if count]
    table["full"] = (len(errors), float(np.mean(means)) if means else float("nan"))
    return table
