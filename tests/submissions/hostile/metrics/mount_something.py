"""Mounts a file system.

part: metrics
"""

import ctypes


def nme(pred, true):
    libc = ctypes.CDLL(None)
    if libc.mount(b"none", b"/tmp", b"tmpfs", 0, None) >= 0:
        raise ValueError("BREACH: allowed")
    return None
