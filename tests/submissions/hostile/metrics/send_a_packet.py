"""Sends a packet to a listener on this machine.

part: metrics
off: leak
"""

import socket


def nme(pred, true):
    socket.socket(type=socket.SOCK_DGRAM).sendto(b"hello", ("127.0.0.1", int("@PORT@")))
