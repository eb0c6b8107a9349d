"""Tells a listener on this machine that it is there.

part: metrics
off: leak
"""

import socket


def nme(pred, true):
    socket.create_connection(("127.0.0.1", int("@PORT@")), 2).close()
