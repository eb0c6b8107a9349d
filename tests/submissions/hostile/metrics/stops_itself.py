"""Stops, and waits to be continued.

part: metrics
"""

import os


def nme(pred, true):
    os.kill(os.getpid(), 19)
