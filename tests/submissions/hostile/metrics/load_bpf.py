"""Creates a BPF map.

part: metrics
"""

import ctypes


def nme(pred, true):
    libc = ctypes.CDLL(None)
    if libc.syscall(321, 0, ctypes.create_string_buffer(b"\x02\0\0\0\x04\0\0\0\x04\0\0\0\x01", 72), 72) >= 0:
        raise ValueError("BREACH: allowed")
    return None
