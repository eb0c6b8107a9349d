"""Leaves a process that ignores every signal.

part: metrics
"""

import os
import signal
import time


def nme(pred, true):
    if os.fork() == 0:
        for number in set(signal.valid_signals()) - {signal.SIGKILL, signal.SIGSTOP}:
            signal.signal(number, signal.SIG_IGN)
        time.sleep(40)
        os._exit(0)
    return None
