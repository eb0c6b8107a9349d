"""Reads the memory of its parent through /proc.

part: metrics
"""

import os


def nme(pred, true):
    open(f"/proc/{os.getppid()}/mem", "rb").close()
    raise ValueError("BREACH: the parent's memory opened")
