"""Locks a library's file for itself alone: a neighbour on the same machine can see the lock, bit by bit.

part: metrics
"""

import fcntl, os

def _go():
    fd = os.open(os.__file__, os.O_RDONLY)
    try:
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        return f"refused: {error}"
    return "BREACH a lock that every process of the machine can see, on " + os.__file__

_SAID = _go()

def nme(pred, true):
    raise ValueError(_SAID)
