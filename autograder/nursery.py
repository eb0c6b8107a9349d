"""The process that children are forked from: torch imported and warm, and nothing to find.

Started by `box.Nursery` with an empty environment and one socket.  It never imports the
reference, the checks or the cases: what a parent once held stays readable in its children.

Each request is one byte and each reply eight: `F`, with a socket and a scratch folder's name,
forks a child and returns its pid; `W` waits for the last child and returns its wait status.
"""

from __future__ import annotations

import os
import socket
import struct
import sys
from pathlib import Path

from autograder.confine import KIT, hide_memory

NUMBER = struct.Struct(">q")


def serve(sock: socket.socket) -> None:
    """Fork children on request until the judge hangs up."""
    from autograder import child  # torch, torchvision and matplotlib are imported here, once

    _warm_up()
    sys.path.remove(str(KIT))  # put there by `box.Nursery` for the imports above, no longer needed
    sock.sendall(NUMBER.pack(os.getpid()))
    pid = 0
    while True:
        request, descriptors, _, _ = socket.recv_fds(sock, 4096, 1)
        if not request:
            return
        if request[:1] == b"F":
            pid = os.fork()
            if pid == 0:
                sock.close()
                _be_child(child, descriptors[0], Path(os.fsdecode(request[1:])))
            for descriptor in descriptors:
                os.close(descriptor)
            sock.sendall(NUMBER.pack(pid))
        else:
            _, status = os.waitpid(pid, 0)
            sock.sendall(NUMBER.pack(status))


def _be_child(child, descriptor: int, scratch: Path) -> None:
    code = 1
    try:
        with socket.socket(fileno=descriptor) as sock:
            child.run(sock, scratch)
        code = 0
    finally:
        os._exit(code)


def _warm_up() -> None:
    """Pay for torch's lazy set-up once, with arithmetic that has nothing to do with the task."""
    import torch

    torch.set_num_threads(1)
    with torch.enable_grad():
        leaf = torch.ones(1, 1, 8, 8, requires_grad=True)
        torch.nn.functional.max_pool2d(leaf, 2).exp().sum().backward()
        torch.optim.SGD([leaf], lr=0.1).step()  # optimizers import a good part of torch


def main() -> None:
    hide_memory()
    with socket.socket(fileno=int(sys.argv[1])) as sock:
        serve(sock)
