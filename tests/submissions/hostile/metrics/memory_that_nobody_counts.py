"""Takes memory in memfd files, shared maps and the machine's huge pages.

part: metrics
off: leak
"""

import mmap
import os


def nme(pred, true):
    blocks = []
    huge = mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS | 0x40000
    for take in (
        lambda: os.memfd_create("x"),
        lambda: mmap.mmap(-1, 2**28),
        lambda: mmap.mmap(-1, 2**21, huge),
    ):
        try:
            blocks.append(take())
        except OSError:
            continue
    if blocks:
        raise ValueError("BREACH: memory that is not counted")
    return None
