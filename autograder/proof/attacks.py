"""Run a bank of attacks, and count what they achieve.

Each attack is a notebook of its own, graded by one worker while another one grades the reference
over and over.  Its header says what an honest answer like it is worth.  The places that the
runner gives it stand in its text as @NAMES@:

    @SECRET@  a file of the grader's machine, with a canary in it
    @MARK@    a word to put into names of files and processes
    @PORT@    a TCP and UDP port of 127.0.0.1 on which the runner listens, and nobody else
"""

from __future__ import annotations

import json
import os
import re
import secrets
import socket
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from autograder.checking import syllabus
from autograder.grading import known_answers
from autograder.grading.workers import Worker
from autograder.reports import pages
from autograder.reports.record import Record, student_view
from autograder.sandbox.confinement import FULL
from autograder.sandbox.supervisor import Tree, parent_of
from autograder.sandbox.time_budget import Limits
from autograder.submissions.files import Submission, take

# Many attacks do nothing but use up their time.
LIMITS = Limits(question=3, part=6, sitting=12, reading=30)
LISTEN_SECONDS = 0.02
BREACH = "BREACH"  # what an attack says when it got where it should not
_UNSAFE = re.compile("<script|<img src=x|[\0-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_PLACES = ("/tmp", "/var/tmp", "/dev/shm", str(Path.home()))


@dataclass
class Finding:
    """What one attack achieved; all empty if nothing."""

    attack: str
    points: int = 0
    leaks: list[str] = field(default_factory=list)
    survivors: list[str] = field(default_factory=list)
    blank: str = ""  # why it has no score, if it has none

    def __bool__(self) -> bool:
        return bool(self.points or self.leaks or self.survivors or self.blank)


@dataclass
class Planted:
    """What there is to find, and where."""

    mark: str
    secret: Path
    port: int
    canaries: dict[str, str]
    heard: list[str] = field(default_factory=list)

    def arm(self, attack: known_answers.KnownAnswer) -> bytes:
        words = {"SECRET": str(self.secret), "MARK": self.mark, "PORT": str(self.port)}
        text = re.sub("@(SECRET|MARK|PORT)@", lambda found: words[found[1]], attack.source)
        below = known_answers.reference_cells() if attack.over_reference else ()
        return known_answers.notebook(*below, text)


def run(
    attacks: list[known_answers.KnownAnswer], seed: str, level: str = FULL
) -> tuple[list[Finding], list[str]]:
    """Grade all; returns what each achieved, and how the neighbour's records differed."""
    with _planted(seed) as planted:
        worker = Worker(seed, level, LIMITS)  # gets ready while the neighbour is alone
        try:
            with Neighbour(planted, seed, level) as neighbour:
                findings = [_try(attack, worker, planted) for attack in attacks]
                return findings, neighbour.differences()
        finally:
            worker.stop()


def _try(attack: known_answers.KnownAnswer, worker: Worker, planted: Planted) -> Finding:
    path = planted.secret.with_name("attack.ipynb")
    path.write_bytes(planted.arm(attack))
    planted.heard.clear()
    submission = Submission(attack.name, "attack", path)
    if attack.over_reference:  # where it can make a difference, but for what takes longest
        submission.parts = tuple(
            part for part in known_answers.touches(attack) if part in syllabus.quick_parts()
        )
    record = worker.grade(take(submission))
    time.sleep(3 * LISTEN_SECONDS)  # what was sent is heard by then
    finding = Finding(attack.name, max(0, (record.score or 0) - attack.worth))
    finding.blank = record.kit["problem"] if record.score is None else ""
    finding.leaks = [*_leaks(record, planted), *planted.heard]
    finding.survivors = [*_processes(worker, planted.mark), *_files(planted.mark)]
    return finding


def _leaks(record: Record, planted: Planted) -> list[str]:
    found = []
    text = json.dumps(record.as_dict(), ensure_ascii=False)
    found += [name for name, canary in planted.canaries.items() if canary in text]
    if BREACH in text:
        found.append(text[text.index(BREACH) :][:80])
    html = pages.student_page(student_view(record), record.pictures()) + pages.class_page(
        [record], {}
    )
    if unsafe := _UNSAFE.search(html):
        found.append(f"{unsafe[0]!r} in a page")
    return found


def _processes(worker: Worker, mark: str) -> list[str]:
    """Who lives below the fork server (the child of the worker's child), and whoever is marked."""
    tree = Tree(worker.pid)
    parents = {pid: parent_of(pid) for pid in tree.members()}
    supervisors = {pid for pid, parent in parents.items() if parent == worker.pid}
    fork_servers = {pid for pid, parent in parents.items() if parent in supervisors}
    left = [f"process {pid}" for pid in parents.keys() - supervisors - fork_servers]
    for entry in Path("/proc").iterdir():
        with suppress(OSError):
            if entry.name.isdigit() and mark in (entry / "cmdline").read_text(errors="replace"):
                left.append(f"process {entry.name}")
    return left


def _files(mark: str) -> list[str]:
    left = [path for place in _PLACES for path in Path(place).glob(f"*{mark}*")]
    for path in left:
        path.unlink()
    return [f"file {path}" for path in left]


class Neighbour:
    """A second worker, which grades the reference until it is told to stop."""

    def __init__(self, planted: Planted, seed: str, level: str) -> None:
        self._path = planted.secret.with_name("neighbour.ipynb")
        private = f"nme_canary = {planted.canaries['a neighbour']!r}"
        self._path.write_bytes(known_answers.notebook(*known_answers.reference_cells(), private))
        self._worker = Worker(seed, level)
        self._stop = threading.Event()
        self._records: list[Record] = []
        self._thread = threading.Thread(target=self._grade)

    def __enter__(self) -> Neighbour:
        self._records.append(self._once())  # alone, for comparison
        self._thread.start()
        return self

    def _grade(self) -> None:
        while not self._stop.is_set():
            self._records.append(self._once())

    def _once(self) -> Record:
        return self._worker.grade(take(Submission("neighbour", "neighbour", self._path)))

    def differences(self) -> list[str]:
        """Where later records differ from the first, but for times."""
        self._stop.set()
        self._thread.join()
        first, *others = [_without_times(record) for record in self._records]
        assert others, "nothing was graded beside the attacks"
        return [
            f"record {number}: {record['status']}, {record['score']}"
            for number, record in enumerate(others)
            if record != first
        ]

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()
        self._worker.stop()


def _without_times(record: Record) -> dict:
    plain = record.as_dict()
    del plain["seconds"]
    for part in plain["parts"]:
        del part["seconds"]
    return plain


@contextmanager
def _planted(seed: str) -> Iterator[Planted]:
    """A folder with a secret, a canary in the environment, and somebody who listens."""
    canary = {name: f"canary-{secrets.token_hex(8)}" for name in ("file", "variable", "neighbour")}
    mark = f"mark{secrets.token_hex(6)}"
    os.environ[f"CANARY_{mark}"] = canary["variable"]
    with tempfile.TemporaryDirectory(prefix="planted-") as folder, _listener() as (port, heard):
        secret = Path(folder) / "secret.txt"
        secret.write_text(canary["file"])
        canaries = {
            "a file of the grader's": canary["file"],
            "the grader's environment": canary["variable"],
            "a neighbour": canary["neighbour"],
            "the seed": seed,
        }
        yield Planted(mark, secret, port, canaries, heard)
    del os.environ[f"CANARY_{mark}"]


@contextmanager
def _listener() -> Iterator[tuple[int, list[str]]]:
    heard: list[str] = []
    with (
        socket.create_server(("127.0.0.1", 0)) as tcp,
        socket.socket(type=socket.SOCK_DGRAM) as udp,
    ):
        port = tcp.getsockname()[1]
        udp.bind(("127.0.0.1", port))
        stop = threading.Event()

        def listen() -> None:
            tcp.settimeout(LISTEN_SECONDS)
            udp.settimeout(LISTEN_SECONDS)
            while not stop.is_set():
                with suppress(TimeoutError):
                    tcp.accept()[0].close()
                    heard.append("a TCP connection")
                with suppress(TimeoutError):
                    udp.recv(100)
                    heard.append("a UDP packet")

        thread = threading.Thread(target=listen)
        thread.start()
        try:
            yield port, heard
        finally:
            stop.set()
            thread.join()


def achieved(findings: list[Finding], differences: list[str]) -> list[str]:
    """Every breach in a line; none if the sandbox held."""
    return [str(finding) for finding in findings if finding] + differences


def summary(findings: list[Finding], differences: list[str]) -> dict[str, int]:
    """The counts for proof.json."""
    return {
        "n": len(findings),
        "points_gained": sum(finding.points for finding in findings),
        "leaks": sum(len(finding.leaks) for finding in findings),
        "survivors": sum(len(finding.survivors) for finding in findings),
        "blanks": sum(bool(finding.blank) for finding in findings),
        "disturbed": len(differences),
    }
