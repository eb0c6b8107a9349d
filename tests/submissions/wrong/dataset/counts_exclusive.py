"""Only faces with a single attribute count.

part: dataset
loses: counts
hint: Your numbers are too small: a face with two attributes counts for neither. On WFLW attributes
    overlap (1,966 faces share 3,053 flags), and a face counts for each one it has.
"""

from collections import Counter

import numpy as np


def attribute_counts(faces):
    counts = dict.fromkeys(ATTRIBUTES, 0)
    for face in faces:
        (own,) = np.nonzero(face.attributes)
        if len(own) == 1:
            counts[ATTRIBUTES[own[0]]] += 1
    return counts
