"""Kills itself, as if it had run out of memory.

part: metrics
"""

import os


def nme(pred, true):
    os.kill(os.getpid(), 9)
