"""Loops and math.hypot, a list of floats.

part: metrics
"""

import math


def nme(pred, true):
    result = []
    for p, t in zip(pred, true):
        iod = math.dist(t[60], t[72])
        errors = [math.hypot(a[0] - b[0], a[1] - b[1]) for a, b in zip(p, t)]
        result.append(sum(errors) / len(errors) / iod)
    return result
