"""Leaves a process that belongs to nobody.

part: metrics
"""

import os
import time


def nme(pred, true):
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            time.sleep(40)
        os._exit(0)
    return None
