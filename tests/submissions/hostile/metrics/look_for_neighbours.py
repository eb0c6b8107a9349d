"""Looks for what other submissions left.

part: metrics
off: leak
"""

import os
import sys


def nme(pred, true):
    for folder in ("/tmp", "/dev/shm", ".."):
        known = ("shm", "tmp", *sys.prefix.split("/"))  # the way to the interpreter
        try:
            names = [name for name in os.listdir(folder) if name not in known]
        except OSError:
            continue
        if names:
            raise ValueError("BREACH: " + names[0])
    return None
