"""Fills the sockets of five processes: memory of the kernel's, and of no process.

part: metrics
"""

import os
import socket
import time


def fill():
    held = []
    for _ in range(110):
        held += socket.socketpair()
        for one in held[-2:]:
            one.setblocking(False)
            try:
                while True:
                    one.send(bytes(100_000))
            except OSError:
                pass
    return held


def nme(pred, true):
    source, sink = os.pipe()
    for _ in range(5):
        if os.fork() == 0:
            held = fill()
            os.write(sink, b"x")
            time.sleep(20)
            os._exit(len(held) % 2)
    full = sum(len(os.read(source, 1)) for _ in range(5))
    time.sleep(0.5)
    raise ValueError(f"BREACH: {full} processes have filled 220 sockets each")
