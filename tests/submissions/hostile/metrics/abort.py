"""Aborts.

part: metrics
"""

import os


def nme(pred, true):
    os.abort()
