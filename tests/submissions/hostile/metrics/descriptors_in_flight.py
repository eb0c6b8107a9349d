"""Sends descriptors that nobody takes: while they are under way they count for nobody.

part: metrics
"""

import os
import socket


def nme(pred, true):
    sent, ends = 0, [socket.socketpair() for _ in range(20)]
    for one, _ in ends:
        one.setblocking(False)
        try:
            while sent < 2000:
                pipe = os.pipe()
                try:
                    socket.send_fds(one, [b"x"], pipe)
                finally:
                    for end in pipe:
                        os.close(end)
                sent += 2
        except OSError:
            continue
    if sent > 1000:
        raise ValueError(f"BREACH: {sent} descriptors, and none of them open")
    return None
