"""Attributes that no face has are missing.

part: dataset
loses: counts
hint: An attribute that no face has is missing from your counts, for a Counter knows only what it
    has seen. Whoever looks it up gets a KeyError, or a table with a row too few. Start with 0 for
    all six names.
"""

from collections import Counter

import numpy as np


def attribute_counts(faces):
    counts = Counter()
    for face in faces:
        counts.update(n for n, flag in zip(ATTRIBUTES, face.attributes) if flag)
    return dict(counts)
