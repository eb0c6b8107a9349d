"""Stays in one call of native code.

part: metrics
"""


def nme(pred, true):
    return sum(range(10**11))
