"""Looks for what other submissions left.

part: metrics
off: leak
"""

import os


def nme(pred, true):
    for folder in ("/tmp", "/dev/shm", ".."):
        try:
            names = [name for name in os.listdir(folder) if name not in ("shm", "tmp")]
        except OSError:
            continue
        if names:
            raise ValueError("BREACH: " + names[0])
    return None
