"""Takes memory in memfd files and shared maps.

part: metrics
off: leak
"""

import mmap
import os


def nme(pred, true):
    blocks = []
    for take in (lambda: os.memfd_create("x"), lambda: mmap.mmap(-1, 2**28)):
        try:
            blocks.append(take())
        except OSError:
            continue
    if blocks:
        raise ValueError("BREACH: memory that is not counted")
    return None
