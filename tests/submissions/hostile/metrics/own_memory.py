"""Searches its own memory for words of the reference and for canaries.

part: metrics
off: leak
"""


def nme(pred, true):
    for line in open("/proc/self/maps"):
        pass
    raise ValueError("BREACH: maps can be read, memory can be searched")
