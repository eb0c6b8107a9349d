"""Takes memory in four children, each below its own limit.

part: metrics
"""

import os
import time


def nme(pred, true):
    for _ in range(4):
        if os.fork() == 0:
            block = bytearray(b"x" * (2**30 - 2**28))
            time.sleep(20)
            os._exit(0)
    time.sleep(20)
