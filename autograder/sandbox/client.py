"""The judge's side of the fork server and its children."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any

import numpy as np

from autograder.checking.reply import checked
from autograder.checking.values import MAX_BYTES, MAX_HEAD
from autograder.sandbox import messages
from autograder.sandbox.confinement import FULL, ISOLATED, KIT, own_id
from autograder.sandbox.fork_server import NUMBER
from autograder.sandbox.messages import Deadline
from autograder.sandbox.supervisor import Tree

START_SECONDS = 120.0
CONFINE_SECONDS = 20.0
NOTES = 10  # that a child may have for its author
STATEMENTS = 100_000  # that it may run to read a notebook
REPLY_BYTES = MAX_BYTES + 2 * MAX_HEAD

# All that a child's environment has; nothing is inherited.  What decides a verdict is fixed here.
ENVIRONMENT = {
    "PATH": "/usr/bin:/bin",
    "LANG": "C.UTF-8",
    "OMP_NUM_THREADS": "1",
    "MPLBACKEND": "Agg",
    "PYTHONDONTWRITEBYTECODE": "1",
    # The order of a set of strings: else it differs from one fork server to the next.
    "PYTHONHASHSEED": "0",
    # With a GPU in sight torch starts threads for it at the first `backward`, and refuses to do
    # another one in a fork of that process: every child is one.
    "CUDA_VISIBLE_DEVICES": "",
}

_SUPERVISOR = (
    "import sys; sys.path.insert(0, {kit!r}); "
    "from autograder.sandbox.supervisor import main; main()"
)


class ForkServerError(RuntimeError):
    """The grader's own process failed, before any student code ran."""


class ChildEndedError(Exception):
    """A child ended, or had to be ended, while it owed a reply.

    late    it was still running at its deadline
    status  how it ended otherwise, as in os.waitpid
    """

    def __init__(self, late: bool, status: int) -> None:
        super().__init__("late" if late else f"status {status}")
        self.late, self.status = late, status

    @property
    def words(self) -> str:
        if self.late:
            return "it did not come to an end in time"
        if os.WIFSIGNALED(self.status):
            number = os.WTERMSIG(self.status)
            if number in (signal.SIGXCPU, signal.SIGKILL):
                return "it used up its time or memory and was stopped"
            return f"it crashed the Python process ({signal.Signals(number).name})"
        return "it ended the Python process (exit, quit or os._exit?)"


class ForkServer:
    """A warm process; `child` forks from it.  One child at a time.

    level  of the sandbox around its children, as in `confine`
    """

    def __init__(self, level: str = FULL) -> None:
        self._level = level
        self._sock, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(
                [
                    sys.executable,
                    *ISOLATED,
                    "-c",
                    _SUPERVISOR.format(kit=str(KIT)),
                    str(theirs.fileno()),
                    level,
                    str(own_id()),
                ],
                pass_fds=[theirs.fileno()],
                env=ENVIRONMENT,
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
            )
        self._tree = Tree(self._process.pid)
        self._sock.settimeout(START_SECONDS)
        self._number()

    def child(self) -> Child:
        """A fresh, confined child.  Raises ForkServerError if none can be had."""
        ours, theirs = socket.socketpair()
        scratch = None
        if self._level != FULL:
            scratch = Path(tempfile.mkdtemp(prefix="submission-"))
        with theirs:
            request = b"F" + os.fsencode(scratch or "")
            try:
                socket.send_fds(self._sock, [request], [theirs.fileno()])
            except OSError as error:
                raise ForkServerError(f"the fork server is gone: {error}") from error
        self._number()
        child = Child(self, ours, scratch)
        try:
            said = messages.receive(ours, MAX_BYTES, messages.Clock(CONFINE_SECONDS))
        except (OSError, messages.GarbledError) as error:
            child.end()
            raise ForkServerError("a child could not confine itself") from error
        if "refused" in said:
            child.end()
            raise ForkServerError(f"a child could not confine itself: {said['refused']}")
        return child

    def cpu_seconds(self) -> float:
        """Return what its processes have computed so far; only differences say something."""
        return self._tree.cpu_seconds()

    def end(self) -> int:
        """The wait status of the last child, killed with all that it started if it still runs."""
        try:
            self._sock.sendall(b"E")
        except OSError as error:
            raise ForkServerError(f"the fork server is gone: {error}") from error
        return self._number()

    def _number(self) -> int:
        try:
            data = self._sock.recv(NUMBER.size)
        except OSError as error:
            raise ForkServerError(f"the fork server does not reply: {error}") from error
        if len(data) < NUMBER.size:
            said = self._process.stderr.read().decode(errors="replace")[-2000:]  # type: ignore[union-attr]
            raise ForkServerError(f"the fork server ended: {said}")
        return NUMBER.unpack(data)[0]

    def close(self) -> None:
        self._sock.close()
        self._process.kill()
        self._process.wait()

    def __enter__(self) -> ForkServer:
        return self

    def __exit__(
        self, kind: type | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class Child:
    """One submission's confined process."""

    def __init__(self, fork_server: ForkServer, sock: socket.socket, scratch: Path | None) -> None:
        self._fork_server, self._sock, self._scratch = fork_server, sock, scratch
        self.notes: list[str] = []  # what it says the author should know, as reading it showed
        self.reading = ""  # where the statement stands that it says it runs

    def load(
        self,
        notebook: bytes,
        names: list[str],
        deadline: Deadline,
        weights: bytes = b"",
        given: Mapping[str, bytes] | None = None,
        assignment: Sequence[str] = (),
        stopped: Mapping[str, str] | None = None,
    ) -> str | None:
        """Have it read the notebook, with the weights handed in as a file in its folder.

        given       further files, by path below that folder
        assignment  names of which the notebook should define at least one
        stopped     where statements stand that are not to run, and why

        Returns why it is unreadable, or None.  Raises ChildEndedError.
        """
        files = {"notebook": notebook, "weights": weights}
        message: dict[str, Any] = {n: np.frombuffer(data, np.uint8) for n, data in files.items()}
        message["given"] = {n: np.frombuffer(data, np.uint8) for n, data in (given or {}).items()}
        message |= {"names": names, "assignment": list(assignment), "stopped": dict(stopped or {})}
        self._send(message, deadline)
        for _ in range(STATEMENTS):
            said = self._receive(deadline)
            said = said if isinstance(said, dict) else {}
            if not isinstance(where := said.get("running"), str):
                break
            self.reading = where[:100]
        told, unreadable = said.get("notes"), said.get("unreadable")
        notes = told[:NOTES] if isinstance(told, list) else []
        self.notes = [note[:300] for note in notes if isinstance(note, str)]
        return unreadable[:300] if isinstance(unreadable, str) else None

    def ask(self, question: str, inputs: dict[str, Any], deadline: Deadline) -> dict[str, Any]:
        """Return the reply to a question, of one of its forms.  Raises ChildEndedError."""
        self._send({"question": question, "inputs": inputs}, deadline)
        return checked(self._receive(deadline))

    def _send(self, message: dict[str, Any], deadline: Deadline) -> None:
        with self._ends():
            messages.send(self._sock, message, deadline)

    def _receive(self, deadline: Deadline) -> Any:
        with self._ends():
            return messages.receive(self._sock, REPLY_BYTES, deadline)

    @contextmanager
    def _ends(self) -> Iterator[None]:
        """Turn what the socket tells of a child that is late, gone or mad into ChildEndedError."""
        try:
            yield
        except messages.LateError:
            raise ChildEndedError(late=True, status=self.end()) from None
        except (messages.ClosedError, messages.GarbledError):
            raise ChildEndedError(late=False, status=self.end(grace=0.05)) from None

    def end(self, grace: float = 0.0) -> int:
        """Stop it with everything it started; returns its wait status."""
        self._sock.close()
        if grace:
            time.sleep(grace)  # let an exit under way finish: its status says more
        status = self._fork_server.end()
        if self._scratch is not None:
            shutil.rmtree(self._scratch, ignore_errors=True)
        return status
