"""Reads address zero.

part: metrics
"""

import ctypes


def nme(pred, true):
    ctypes.string_at(0)
