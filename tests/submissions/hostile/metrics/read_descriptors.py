"""Reads whatever it inherited.

part: metrics
"""

import os


def nme(pred, true):
    for number in range(3, 256):
        try:
            name = os.readlink(f"/proc/self/fd/{number}")
            if not name.startswith(("socket:", "pipe:", "anon")):
                raise ValueError("BREACH: " + name)
        except OSError:
            pass
    return None
