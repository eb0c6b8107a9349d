"""Waits in page faults.

part: metrics
"""

import ctypes


def nme(pred, true):
    libc = ctypes.CDLL(None)
    if libc.syscall(323, 1) >= 0:
        raise ValueError("BREACH: allowed")
    return None
