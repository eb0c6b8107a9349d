"""Worker processes with a judge each, and the terms on which they grade.

A worker that dies takes nothing with it: its submission is not graded, says so, and another
worker goes on with the rest.
"""

from __future__ import annotations

import multiprocessing
import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice
from multiprocessing.connection import Connection, wait
from pathlib import Path

from autograder import kit
from autograder.checking.questions.time_limit import QUESTION_SECONDS
from autograder.course import ROOT, Waiver, fingerprint
from autograder.grading import waivers
from autograder.reports.record import Record, ungraded, unreadable
from autograder.sandbox.client import ENVIRONMENT
from autograder.sandbox.confinement import FULL
from autograder.sandbox.sitting import LOAD_SECONDS
from autograder.sandbox.time_budget import Limits
from autograder.submissions import files
from autograder.submissions.attempts import BLAMED, Attempts, empty
from autograder.submissions.spent import Spent

_JUDGE = (
    "import sys; sys.path.insert(0, {kit!r}); from autograder.grading.workers import serve; serve()"
)
# Of the children's environment, what their judge computes with, too.
_DECIDING = ("PYTHONHASHSEED", "CUDA_VISIBLE_DEVICES")
MEMORY = 6 * 2**30  # bytes that a judge may map beyond what it has when it is ready
ENDED = "the grading process ended"
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
                if record is None:
                    continue
                for submission in islice(waiting, 1):
                    worker.give(files.take(submission))
                yield record
    finally:
        for worker in team:
            worker.pipe.close()
        end = time.monotonic() + STOP_SECONDS
        for worker in team:
            worker.stop(max(0.0, end - time.monotonic()))


class NotGradedError(RuntimeError):
    """The grader failed, not the student: whoever asked for a grade says that there is none."""


class MachineError(RuntimeError):
    """This machine does not grade as it should; the text says how it shows, and what to do."""


@dataclass(frozen=True)
class Judging:
    """What a worker says as it goes on with the submission in hand.

    part   to which it has come
    spent  as far as it knows
    """

    part: str
    spent: Spent


class Worker:
    """A process with a judge, and the submission it has in hand."""

    def __init__(self, seed: str, level: str = FULL, limits: Limits | None = None) -> None:
        """The arguments are those of `judge.Judge`."""
        self._arguments = (seed, level, limits)
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
        self._attempts = Attempts()
        self._blamed: files.Contents | None = None
        self._hand_over(replace(contents))

    def _hand_over(self, contents: files.Contents) -> None:
        self.task, self._part = contents, ""
        with suppress(OSError):  # if the process is gone, `take` will tell
            self.pipe.send(contents)

    def take(self) -> Record | None:
        """Wait for its next word; return the record of what it was given, or None for another word.

        A process that ended is replaced, and the submission graded anew: it may have been killed
        for any reason.  A part at which that happens twice is stopped, and costs its own points
        alone.  If it happens twice before any part, an empty notebook shows whose failure it is.
        Raises MachineError if nobody may be graded here.
        """
        assert self.task is not None
        try:
            said = self.pipe.recv()
        except (EOFError, OSError):
            return self._graded_anew()
        if isinstance(said, Judging):
            self._part, self.task.spent = said.part, said.spent
            return None
        self.task = None
        if isinstance(said, str):
            raise MachineError(said)
        if self._blamed is None:
            return said
        seed, level, _ = self._arguments
        if said.status != "unreadable":
            return ungraded(self._blamed, seed, level, ENDED)
        return unreadable(self._blamed, seed, level, BLAMED)

    def _graded_anew(self) -> Record | None:
        contents, part = self.task, self._part
        assert contents is not None
        self.restart()
        if self._blamed is not None:
            seed, level, _ = self._arguments
            self.task = None
            return ungraded(self._blamed, seed, level, ENDED)
        contents.spent = _charged(contents.spent, part)
        following = self._attempts.after(contents, part)
        if following is None:
            self._blamed, following = contents, empty()
        self._hand_over(following)
        return None

    def grade(self, contents: files.Contents) -> Record:
        self.give(contents)
        while (record := self.take()) is None:
            pass
        return record

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
    seed, level, limits = pipe.recv()

    def tell(part: str, spent: Spent) -> None:
        with suppress(BrokenPipeError):
            pipe.send(Judging(part, spent))

    def work(judge: Judge) -> None:
        problem = machine.problem(judge, level)
        _limit_memory()
        while True:
            try:
                contents = pipe.recv()
            except (EOFError, ConnectionResetError):  # the main process is gone
                return
            with suppress(BrokenPipeError):  # nobody waits for it any more
                pipe.send(problem or judge.grade(contents, tell))

    with_judge(seed, work, level, limits)


def _charged(spent: Spent, part: str) -> Spent:
    """Return what a submission has used, with the question under way when its judge ended."""
    if not part:
        return replace(spent, reading=spent.reading + LOAD_SECONDS)
    parts, judging = spent.parts.copy(), spent.judging.copy()
    parts[part] += QUESTION_SECONDS
    return replace(spent, parts=parts, judging=judging)


def _limit_memory() -> None:
    """Let too large a reply raise MemoryError, which costs its check, before the machine is full.

    The limit is soft: the fork server sets it back, whose children have limits of their own.
    """
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    _, most = resource.getrlimit(resource.RLIMIT_AS)
    own = pages * resource.getpagesize() + MEMORY
    resource.setrlimit(resource.RLIMIT_AS, (own if most < 0 else min(own, most), most))
