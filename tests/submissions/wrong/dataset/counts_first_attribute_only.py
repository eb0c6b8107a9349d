"""Each face counts for its first attribute only.

part: dataset
loses: counts
hint: Each face of yours counts once, for the first flag that is set (and a face without any counts
    as pose, because argmax of zeros is 0). A face may have several attributes or none: go through
    all six flags of each.
"""

from collections import Counter

import numpy as np


def attribute_counts(faces):
    counts = dict.fromkeys(ATTRIBUTES, 0)
    for face in faces:
        counts[ATTRIBUTES[int(np.argmax(face.attributes))]] += 1
    return counts
