"""Makes a process that is a child of its own parent, which then waits for it without end.

part: metrics
off: leak
"""

import ctypes
import os
import platform
import signal

CLONE_PARENT = 0x8000


def nme(pred, true):
    libc = ctypes.CDLL(None)
    number = 56 if platform.machine() == "x86_64" else 220
    pid = libc.syscall(number, CLONE_PARENT | signal.SIGCHLD, 0, 0, 0, 0)
    if pid == 0:
        os._exit(0)
    if pid > 0:
        raise ValueError("BREACH: a sibling")
    return None
