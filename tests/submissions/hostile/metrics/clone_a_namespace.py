"""Starts a process in new namespaces.

part: metrics
"""

import ctypes


def nme(pred, true):
    libc = ctypes.CDLL(None)
    if libc.syscall(56, 0x10000011, 0, 0, 0, 0) >= 0:
        raise ValueError("BREACH: allowed")
    return None
