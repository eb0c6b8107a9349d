"""Raises an error with half a character in it.

part: metrics
"""


def nme(pred, true):
    raise ValueError("\ud800\udfff" * 20)
