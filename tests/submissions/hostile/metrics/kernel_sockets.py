"""Opens sockets to corners of the kernel.

part: metrics
off: leak
"""

import socket


def nme(pred, true):
    for family in (16, 17, 38, 40):  # netlink, packet, alg, vsock
        try:
            socket.socket(family, socket.SOCK_RAW if family < 20 else socket.SOCK_SEQPACKET)
        except OSError:
            continue
        raise ValueError(f"BREACH: family {family}")
