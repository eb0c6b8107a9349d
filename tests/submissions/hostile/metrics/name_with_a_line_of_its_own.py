"""A process name with a vertical tab and `VmPTE kB` in it: a line of its own in /proc/PID/status for who splits lines, with no number.

part: metrics
"""

import ctypes, os, time

def _name(text):
    ctypes.CDLL(None).prctl(15, text, 0, 0, 0)

def _go():
    _name(b"\x0bVmPTE: kB")
    time.sleep(1.0)
    return 1

def nme(pred, true, _=_go()):
    raise ValueError("over")
