"""Becomes root in a user namespace of its own.

part: metrics
"""

import ctypes


def nme(pred, true):
    libc = ctypes.CDLL(None)
    if libc.unshare(0x10000000) >= 0:
        raise ValueError("BREACH: allowed")
    return None
