"""Pictures are counted, not faces.

part: dataset
loses: counts
hint: Your numbers are too small: you count pictures, and a picture with several faces counts once.
    WFLW's published numbers (326 in large pose, 773 blurred) are numbers of faces; count each of
    them.
"""

from collections import Counter

import numpy as np


def attribute_counts(faces):
    seen = {name: set() for name in ATTRIBUTES}
    for face in faces:
        for name, flag in zip(ATTRIBUTES, face.attributes):
            if flag:
                seen[name].add(face.path)
    return {name: len(paths) for name, paths in seen.items()}
