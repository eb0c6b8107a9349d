"""Asks for buffers of sixteen megabytes in the kernel.

part: metrics
off: leak
"""

import socket


def nme(pred, true):
    one, _ = socket.socketpair()
    one.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 2**24)
    raise ValueError("BREACH: allowed")
