"""Faces without the attribute are counted.

part: dataset
loses: counts
hint: You count the zeros: your numbers are of the faces without the attribute. A flag of 1 means
    that the face has it, so add the flags up.
"""

from collections import Counter

import numpy as np


def attribute_counts(faces):
    counts = dict.fromkeys(ATTRIBUTES, 0)
    for face in faces:
        for name, flag in zip(ATTRIBUTES, face.attributes):
            if flag == 0:
                counts[name] += 1
    return counts
