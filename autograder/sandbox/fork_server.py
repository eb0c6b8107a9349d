"""The process that children are forked from: torch imported and warm, and nothing to find.

Started by `supervisor` with an empty environment and one socket.  It never imports the
reference, the checks or the cases: what a parent once held stays readable in its children.

Each request is one byte and each reply eight: `F`, with a socket and a scratch folder's name,
forks a child and returns its pid; `E` ends the last child, with everything that it started, and
returns its wait status.
"""

from __future__ import annotations

import os
import resource
import signal
import socket
import struct
import sys
from contextlib import suppress
from pathlib import Path

from autograder.sandbox.confinement import FULL, KIT
from autograder.sandbox.linux.namespaces import PidNamespaces
from autograder.sandbox.linux.syscalls import PR_SET_CHILD_SUBREAPER, hide_memory, prctl
from autograder.sandbox.supervisor import Tree

NUMBER = struct.Struct(">q")


class Children:
    """Forks one child at a time, and ends it with all that it started."""

    def __init__(self, level: str, own_id: int) -> None:
        from autograder.sandbox import (
            child,  # torch, torchvision and matplotlib are imported here, once
        )

        self._run = child.run
        self._level, self._own_id = level, own_id
        self._namespaces = PidNamespaces() if level == FULL else None
        self._pid = self._first = 0
        if self._namespaces is None:  # orphans come to this process, which can end them
            prctl("PR_SET_CHILD_SUBREAPER", PR_SET_CHILD_SUBREAPER, 1)

    def fork(self, judge: socket.socket, descriptor: int, scratch: Path) -> int:
        """A new child, to be asked over this descriptor.  Raises SandboxError."""
        if self._namespaces is not None:
            self._first = self._namespaces.enter()
        self._pid = os.fork()
        if self._pid == 0:
            judge.detach()
            os.closerange(3, descriptor)
            os.closerange(descriptor + 1, 1024)
            _offer_to_the_kernel()
            self._be_child(descriptor, scratch)
        if self._namespaces is not None:
            self._namespaces.leave()
        return self._pid

    def end(self) -> int:
        """The wait status of the last child, which is killed if it still lives."""
        if self._namespaces is not None:
            # The kernel ends all of a pid namespace with its first process, which is not buried
            # before all others are.
            with suppress(ProcessLookupError):
                os.kill(self._first, signal.SIGKILL)
            return self._bury()
        _, status = self._stop()
        self._kill_orphans()
        return status

    def _bury(self) -> int:
        """Wait for all of the namespace; returns the child's status.

        For whoever comes: a child can make processes of which this one is the parent.
        """
        status = 0
        while True:
            pid, ended = os.waitpid(-1, 0)
            if pid == self._pid:
                status = ended
            elif pid == self._first:
                return status

    def _stop(self) -> tuple[int, int]:
        os.kill(self._pid, signal.SIGKILL)  # even when it is dead, its pid is not free yet
        return os.waitpid(self._pid, 0)

    def _kill_orphans(self) -> None:
        Tree(os.getpid()).kill()
        with suppress(ChildProcessError):
            while True:
                os.waitpid(-1, 0)

    def _be_child(self, descriptor: int, scratch: Path) -> None:
        code = 1
        try:
            with socket.socket(fileno=descriptor) as sock:
                self._run(sock, self._level, scratch, self._own_id)
            code = 0
        finally:
            os._exit(code)


def serve(sock: socket.socket, level: str, own_id: int) -> None:
    """Fork children on request until the judge hangs up."""
    children = Children(level, own_id)
    _warm_up()
    sys.path.remove(str(KIT))  # put there by the supervisor for the imports above, no longer needed
    sock.sendall(NUMBER.pack(os.getpid()))
    while True:
        request, descriptors, _, _ = socket.recv_fds(sock, 4096, 1)
        if not request:
            return
        for descriptor in descriptors:
            os.set_inheritable(descriptor, False)
        if request[:1] == b"F":
            number = children.fork(sock, descriptors[0], Path(os.fsdecode(request[1:])))
            for descriptor in descriptors:
                os.close(descriptor)
        else:
            number = children.end()
        sock.sendall(NUMBER.pack(number))


def _offer_to_the_kernel() -> None:
    """Be the one that is killed where memory runs out, with whatever this process starts.

    Else it might be the fork server, and nobody's submission would be graded.
    """
    with suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("1000")


def _warm_up() -> None:
    """Pay for torch's lazy set-up once, with arithmetic that has nothing to do with the task."""
    import torch

    torch.set_num_threads(1)
    with torch.enable_grad():
        leaf = torch.ones(1, 1, 8, 8, requires_grad=True)
        torch.nn.functional.max_pool2d(leaf, 2).exp().sum().backward()
        torch.optim.SGD([leaf], lr=0.1).step()  # optimizers import a good part of torch


def main() -> None:
    """Arguments: the socket, the level of the sandbox, the user id that children become."""
    hide_memory()
    _, most = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (most, most))  # the judge's own limit is a soft one
    with socket.socket(fileno=int(sys.argv[1])) as sock:
        sock.set_inheritable(False)
        serve(sock, sys.argv[2], int(sys.argv[3]))
