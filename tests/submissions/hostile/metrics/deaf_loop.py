"""Loops, and catches whatever should stop it.

part: metrics
"""


def nme(pred, true):
    while True:
        try:
            while True:
                pass
        except BaseException:
            pass
