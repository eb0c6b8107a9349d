"""Shares, not numbers.

part: dataset
loses: counts
hint: You return the share of the faces, and their number is asked for. Numbers can be compared
    with the published ones (326, 314, 698, 206, 736, 773 of 2,500) to the last face; a rounded
    share hides a missing one.
"""

from collections import Counter

import numpy as np


def attribute_counts(faces):
    n = max(1, len(faces))
    return {a: sum(f.attributes[i] for f in faces) / n for i, a in enumerate(ATTRIBUTES)}
