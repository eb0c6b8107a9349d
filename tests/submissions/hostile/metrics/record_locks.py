"""Locks a file byte by byte: each lock is memory of the kernel's.

part: metrics
off: leak
"""

import fcntl
import os


def nme(pred, true):
    file = os.open("locks", os.O_RDWR | os.O_CREAT)
    for at in range(1000):
        fcntl.lockf(file, fcntl.LOCK_EX, 1, 2 * at)
    raise ValueError("BREACH: a thousand locks")
