"""Faces without any attribute are left out of "full".

part: metrics
loses: by_attribute
hint: Your "full" counts only faces with at least one attribute. On the test set 534 of 2,500 faces
    have none, and they are the easy ones, so your mean comes out too high. "full" is every face.
"""

import numpy as np


NAMES = ["pose", "expression", "illumination", "make-up", "occlusion", "blur"]


def by_attribute(errors, attributes):
    def row(chosen):
        return int(chosen.sum()), float(errors[chosen].mean()) if chosen.any() else float("nan")

    table = {"full": row(attributes.any(axis=1))}
    for i, name in enumerate(NAMES):
        table[name] = row(attributes[:, i] > 0)
    return table
