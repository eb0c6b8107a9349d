"""Asks for a pipe of a megabyte.

part: metrics
off: leak
"""

import fcntl
import os


def nme(pred, true):
    _, sink = os.pipe()
    fcntl.fcntl(sink, fcntl.F_SETPIPE_SZ, 2**20)
    raise ValueError("BREACH: allowed")
