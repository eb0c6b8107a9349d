"""Leaves a key in the user's keyring.

part: metrics
"""

import ctypes


def nme(pred, true):
    libc = ctypes.CDLL(None)
    if libc.syscall(248, b"user", b"@MARK@", b"x", 1, -3) >= 0:
        raise ValueError("BREACH: allowed")
    return None
