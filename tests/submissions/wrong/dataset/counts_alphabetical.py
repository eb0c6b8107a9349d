"""The flags are taken to be in alphabetical order.

part: dataset
loses: counts
hint: Your numbers are right but stand under the wrong names: they fit flags in alphabetical order.
    The flags come in the order of ATTRIBUTES, pose first and blur last.
"""

from collections import Counter

import numpy as np


def attribute_counts(faces):
    names = ["blur", "expression", "illumination", "make-up", "occlusion", "pose"]
    return {name: sum(int(face.attributes[i]) for face in faces) for i, name in enumerate(names)}
