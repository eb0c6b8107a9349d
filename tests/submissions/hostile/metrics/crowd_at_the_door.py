"""Fills sockets that nobody accepts: they wait without a descriptor.

part: metrics
"""

import socket
import time


def nme(pred, true):
    door = socket.socket(socket.AF_UNIX)
    door.bind("door")
    door.listen(4096)
    waiting = 0
    for _ in range(2000):
        with socket.socket(socket.AF_UNIX) as guest:
            guest.setblocking(False)
            guest.connect("door")
            try:
                while True:
                    guest.send(bytes(100_000))
            except OSError:
                waiting += 1
    time.sleep(0.5)
    raise ValueError(f"BREACH: {waiting} full sockets")
