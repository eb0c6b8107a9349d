"""Sets up a queue for asynchronous I/O.

part: metrics
off: leak
"""

import ctypes
import platform


def nme(pred, true):
    libc = ctypes.CDLL(None)
    number = 206 if platform.machine() == "x86_64" else 0
    if libc.syscall(number, 64, ctypes.create_string_buffer(8)) == 0:
        raise ValueError("BREACH: allowed")
    return None
