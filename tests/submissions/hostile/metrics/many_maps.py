"""Cuts its memory into thirty thousand maps, which the kernel has to remember.

part: metrics
"""

import ctypes
import mmap
import time

PIECES = 30_000


def nme(pred, true):
    libc = ctypes.CDLL(None)
    block = mmap.mmap(-1, 2 * PIECES * mmap.PAGESIZE, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
    start = ctypes.addressof(ctypes.c_char.from_buffer(block))
    for piece in range(PIECES):
        at = ctypes.c_void_p(start + 2 * piece * mmap.PAGESIZE)
        if libc.mprotect(at, ctypes.c_size_t(mmap.PAGESIZE), mmap.PROT_READ):
            return None
    time.sleep(1)
    raise ValueError("BREACH: all are there")
