"""Takes memory as long as it gets any, up to three gigabytes.

part: metrics
"""

import os


def nme(pred, true):
    blocks = []
    for _ in range(24):
        blocks.append(bytearray(os.urandom(2**10) * 2**17))
    return None
