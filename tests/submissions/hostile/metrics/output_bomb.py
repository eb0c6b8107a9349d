"""Prints without end, up to a gigabyte.

part: metrics
"""

import sys


def nme(pred, true):
    for _ in range(1000):
        print("x" * 2**20)
        sys.stderr.write("y" * 2**10)
    return None
