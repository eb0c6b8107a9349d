"""Searches the frames of its callers for what is expected.

part: metrics
"""

import sys


def nme(pred, true):
    frame = sys._getframe()
    while frame is not None:
        for name in ("want", "expected", "expect", "oracle"):
            if name in frame.f_locals:
                raise ValueError("BREACH: " + name)
        frame = frame.f_back
