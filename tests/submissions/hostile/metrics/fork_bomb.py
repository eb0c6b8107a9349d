"""Forks, and its children fork.

part: metrics
"""

import os
import time


def nme(pred, true):
    for _ in range(7):
        try:
            os.fork()
        except OSError:
            pass
    time.sleep(20)
    os._exit(0)
