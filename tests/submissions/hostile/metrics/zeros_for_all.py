"""Takes memory as a shared map of /dev/zero, which no process need have.

part: metrics
off: leak
"""

import mmap
import os


def nme(pred, true):
    zeros = os.open("/dev/zero", os.O_RDWR)
    block = mmap.mmap(zeros, 2**24, mmap.MAP_SHARED, mmap.PROT_READ | mmap.PROT_WRITE)
    block[:: 2**12] = b"x" * 2**12
    raise ValueError("BREACH: memory that is not counted")
