"""Raises SystemExit, which is no Exception.

part: metrics
"""


def nme(pred, true):
    raise SystemExit(0)
