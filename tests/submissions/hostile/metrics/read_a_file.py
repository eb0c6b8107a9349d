"""Reads a file of the grader's machine.

part: metrics
off: leak
"""


def nme(pred, true):
    raise ValueError(open("@SECRET@").read())
