"""Worker processes with a judge each, and the terms on which they grade.

A worker that dies takes nothing with it: its submission is not graded, says so, and another
worker goes on with the rest.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from itertools import islice
from multiprocessing.connection import Connection, wait

from autograder import kit
from autograder.checking.questions.time_limit import QUESTION_SECONDS
from autograder.course import ROOT, Waiver, fingerprint
from autograder.grading import waivers
from autograder.reports.record import Record, ungraded
from autograder.sandbox.client import ENVIRONMENT
from autograder.sandbox.confinement import FULL
from autograder.submissions import files

_JUDGE = (
    "import sys; sys.path.insert(0, {kit!r}); from autograder.grading.workers import serve; serve()"
)
# Of the children's environment, what their judge computes with, too.
_DECIDING = ("PYTHONHASHSEED", "CUDA_VISIBLE_DEVICES")
STOP_SECONDS = 3.0  # for workers to finish what they have in hand


@dataclass(frozen=True)
class Terms:
    """What verdicts depend on, besides submissions and the kit itself.

    seed     draws hidden cases
    level    of the sandbox, as in `confine`
    waivers  as in course.toml
    """

    seed: str
    level: str = FULL
    waivers: tuple[Waiver, ...] = ()

    def grader(self) -> dict[str, str]:
        """As `record.Record.grader` tells it."""
        own = {"sandbox": self.level, "waivers": waivers.waived(self.waivers)}
        return {**kit.versions(), "seed": fingerprint(self.seed), **own}


# Who grades: yields the records of these submissions, on these terms, as they come.
Source = Callable[[list[files.Submission], Terms], Iterator[Record]]


def source(count: int) -> Source:
    """Return a source of records: so many workers on this machine.

    It raises MachineError if the reference itself does not get full marks here.
    """
    return partial(_records, count)


def _records(count: int, submissions: list[files.Submission], terms: Terms) -> Iterator[Record]:
    waiting = iter(submissions)
    team = [Worker(terms.seed, terms.level) for _ in range(min(count, len(submissions)))]
    try:
        for worker, submission in zip(team, waiting, strict=False):
            worker.give(files.take(submission))
        while busy := {worker.pipe: worker for worker in team if worker.task is not None}:
            for pipe in wait(list(busy)):
                worker = busy[pipe]  # type: ignore[index]
                record = worker.take()
                for submission in islice(waiting, 1):
                    worker.give(files.take(submission))
                yield record
    finally:
        for worker in team:
            worker.pipe.close()
        end = time.monotonic() + STOP_SECONDS
        for worker in team:
            worker.stop(max(0.0, end - time.monotonic()))


class MachineError(RuntimeError):
    """This machine does not grade as it should; the text says how it shows, and what to do."""


class Worker:
    """A process with a judge, and the submission it has in hand."""

    def __init__(self, seed: str, level: str = FULL, seconds: float = QUESTION_SECONDS) -> None:
        """The arguments are those of `judge.Judge`."""
        self._arguments = (seed, level, seconds)
        self.task: files.Contents | None = None
        self.restart()

    def restart(self) -> None:
        self.pipe, theirs = multiprocessing.Pipe()
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-c", _JUDGE.format(kit=str(ROOT)), str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                env=os.environ | {name: ENVIRONMENT[name] for name in _DECIDING},
                stdin=subprocess.DEVNULL,
            )
        self.pipe.send(self._arguments)

    @property
    def pid(self) -> int:
        """Of its process."""
        return self._process.pid

    def give(self, contents: files.Contents) -> None:
        self.task = contents
        with suppress(OSError):  # if the process is gone, `take` will tell
            self.pipe.send(contents)

    def take(self) -> Record:
        """The record of what it was given.  A process that ended leaves none, and is replaced.

        Raises MachineError if nobody may be graded here.
        """
        assert self.task is not None
        try:
            found = self.pipe.recv()
        except (EOFError, OSError):
            self.restart()
            seed, level, _ = self._arguments
            return ungraded(self.task, seed, level, "the grading process ended")
        finally:
            self.task = None
        if isinstance(found, str):
            raise MachineError(found)
        return found

    def grade(self, contents: files.Contents) -> Record:
        self.give(contents)
        return self.take()

    def stop(self, seconds: float = STOP_SECONDS) -> None:
        self.pipe.close()  # it ends when it has nothing more to read
        try:
            self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


def serve() -> None:
    """A worker's process: argument is the pipe, which brings its terms and then submissions."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the main process's to handle
    from autograder.grading import machine  # torch and the reference, in workers only
    from autograder.grading.judge import Judge, with_judge

    pipe = Connection(int(sys.argv[1]))
    seed, level, seconds = pipe.recv()

    def work(judge: Judge) -> None:
        problem = machine.problem(judge, level)
        while True:
            try:
                contents = pipe.recv()
            except (EOFError, ConnectionResetError):  # the main process is gone
                return
            with suppress(BrokenPipeError):  # nobody waits for it any more
                pipe.send(problem or judge.grade(contents))

    with_judge(seed, work, level, seconds)
