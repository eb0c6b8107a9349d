"""Raises an error with a text of two hundred megabytes.

part: metrics
"""


def nme(pred, true):
    raise ValueError("x" * (200 * 2**20))
