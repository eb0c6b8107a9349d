"""Puts pages of a file into a pipe, which keeps them when the file is gone.

part: metrics
off: leak
"""

import os


def nme(pred, true):
    file = os.open("pages", os.O_RDWR | os.O_CREAT)
    os.write(file, bytes(2**16))
    _, sink = os.pipe()
    for move in (
        lambda: os.splice(file, sink, 2**13, offset_src=0),
        lambda: os.sendfile(sink, file, 0, 2**13),
    ):
        try:
            move()
        except OSError:
            continue
        raise ValueError("BREACH: allowed")
