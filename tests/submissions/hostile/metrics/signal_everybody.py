"""Looks for processes that it may signal.

part: metrics
off: leak
"""

import os


def nme(pred, true):
    for pid in range(1, 5000):
        if pid == os.getpid():
            continue
        try:
            os.kill(pid, 0)
        except OSError:
            continue
        raise ValueError(f"BREACH: may signal {pid}")
