"""A process name that is no UTF-8, and forks that are born with it: whoever reads /proc as text stumbles, neighbours too.

part: metrics
"""

import ctypes, os, time

def _name(text):
    ctypes.CDLL(None).prctl(15, text, 0, 0, 0)

def _go():
    _name(b"\xff\xfe@MARK@")
    for _ in range(40):
        if os.fork() == 0:
            time.sleep(0.12)
            os._exit(0)
        time.sleep(0.03)
    return 1

def nme(pred, true, _=_go()):
    raise ValueError("over")
