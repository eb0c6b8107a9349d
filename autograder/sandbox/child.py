"""One submission's process: forked from the fork server, confined, then asked over a socket.

Nothing in here knows an expected value: the child gets the notebook's bytes and questions with
their inputs, and replies with plain values.
"""

from __future__ import annotations

import os
import resource
import socket
import tempfile
from pathlib import Path
from typing import Any

from autograder.checking.namespace import WEIGHTS_FILE, Student
from autograder.checking.questions.evaluate import answer
from autograder.checking.questions.process_state import set_known_state
from autograder.checking.values import MAX_BYTES
from autograder.sandbox import messages
from autograder.sandbox.confinement import confine
from autograder.sandbox.linux.syscalls import SandboxError
from autograder.submissions.reader import (
    UnreadableError,
    as_in_a_kernel,
    read_answers,
    require_ours,
)


def run(sock: socket.socket, level: str, scratch: Path, own_id: int) -> None:
    """Serve one submission until the judge hangs up.

    The other arguments are those of `confine`.
    """
    _quiet()
    mapped = _mapped()
    try:
        scratch = confine(level, scratch, own_id, mapped)
    except (SandboxError, OSError) as error:
        messages.send(sock, {"refused": str(error)})
        return
    tempfile.tempdir = None  # what was found before TMPDIR was set
    os.environ.update(HOME=str(scratch), TMPDIR=str(scratch), MPLCONFIGDIR=str(scratch))
    os.chdir(scratch)
    set_known_state()
    messages.send(sock, {"confined": True})

    first = messages.receive(sock, 2 * MAX_BYTES)
    if first["weights"].size:
        Path(WEIGHTS_FILE).write_bytes(first["weights"].tobytes())
    _lay_out(first["given"])
    notebook = first["notebook"].tobytes()
    try:
        if first["assignment"]:
            require_ours(notebook, first["assignment"])
        answers = read_answers(
            notebook,
            first["names"],
            lambda where: messages.send(sock, {"running": where}),
            first["stopped"],
        )
    except UnreadableError as error:
        messages.send(sock, {"unreadable": str(error)})
        return
    messages.send(sock, {"read": True, "notes": answers.notes})

    student = Student(answers.names, answers.reasons, folder=scratch)
    with as_in_a_kernel(answers.shell):
        while True:
            try:
                request = messages.receive(sock, 2 * MAX_BYTES)
            except messages.ClosedError:
                return
            messages.send(sock, reply(student, request))


def _lay_out(files: dict[str, Any]) -> None:
    """Write what students are given, to read only."""
    for name, data in files.items():
        path = Path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data.tobytes())
        path.chmod(0o444)


def reply(student: Student, request: dict[str, Any]) -> dict[str, Any]:
    return answer(student, request["question"], request["inputs"])


def _quiet() -> None:
    """Student code may print without end; nobody reads it here."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(nowhere, descriptor)
    os.close(nowhere)


def _mapped() -> int:
    """Bytes of address space this process has now (before /proc is out of sight)."""
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    return pages * resource.getpagesize()
