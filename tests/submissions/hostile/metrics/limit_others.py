"""Sets limits of the first process.

part: metrics
"""

import ctypes


def nme(pred, true):
    libc = ctypes.CDLL(None)
    if libc.prlimit(1, 7, None, ctypes.create_string_buffer(16)) >= 0:
        raise ValueError("BREACH: allowed")
    return None
