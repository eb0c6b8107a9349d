"""Grade many submissions: worker processes with a judge each, and results on disk at once.

A worker that dies takes nothing with it: its submission is not graded, says so, and another
worker goes on with the rest.  A grading that is interrupted, however hard, goes on where it was
when it is started again.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from multiprocessing.connection import Connection, wait
from pathlib import Path

from autograder import intake, kit, store, waivers
from autograder.box import ENVIRONMENT, QUESTION_SECONDS
from autograder.confine import FULL
from autograder.course import ROOT, Waiver, fingerprint
from autograder.record import Record, ungraded

_JUDGE = "import sys; sys.path.insert(0, {kit!r}); from autograder.grading import serve; serve()"
# Of the children's environment, what their judge computes with, too.
_DECIDING = ("PYTHONHASHSEED", "CUDA_VISIBLE_DEVICES")
STOP_SECONDS = 3.0  # for a worker to finish what it has in hand


@dataclass(frozen=True)
class Terms:
    """What verdicts depend on, besides submissions and the kit itself.

    seed     draws hidden cases
    level    of the wall, as in `confine`
    waivers  as in course.toml
    """

    seed: str
    level: str = FULL
    waivers: tuple[Waiver, ...] = ()

    def grader(self) -> dict[str, str]:
        """As `record.Record.grader` tells it."""
        own = {"wall": self.level, "waivers": waivers.waived(self.waivers)}
        return {**kit.versions(), "seed": fingerprint(self.seed), **own}


def grade(
    submissions: list[intake.Submission],
    terms: Terms,
    out: Path,
    workers: int,
    progress: Callable[[Record], None],
    scheduler: str = "",
) -> list[Record]:
    """Grade what is not finished yet, write every result under `out`, and return all in order.

    progress   is told each record; one of an earlier run is brief
    scheduler  of a Dask cluster whose workers grade, in place of `workers` on this machine

    All records that come back are brief: a class of whole ones would fill the memory.
    Raises ValueError if `out` holds results of other checks, another seed, libraries or wall, and
    MachineError if the reference itself does not get full marks here.
    """
    with store.alone_in(out):
        found = {s.slug: _finished(s, terms, out) for s in submissions}
        done = {slug: record for slug, record in found.items() if record is not None}
        missing = [submission for submission in submissions if submission.slug not in done]
        try:
            for record in done.values():
                progress(record)
            for record in _results(missing, terms, workers, scheduler):
                record = waivers.apply(record, terms.waivers)
                store.write(record, out)
                done[record.slug] = record.brief()
                progress(record)
        finally:
            ordered = [done[s.slug] for s in submissions if s.slug in done]
            store.write_class(ordered, out)
    return ordered


def _finished(submission: intake.Submission, terms: Terms, out: Path) -> Record | None:
    """The brief record of these very bytes that stands under `out`; None if there is none yet.

    Raises ValueError if it, or what stands in its place, comes from another grader.
    """
    record = store.read(out, submission.slug)
    if record is None:
        return None
    grader = terms.grader()
    differs = [name for name, value in record.grader().items() if value != grader[name]]
    if differs:
        raise ValueError(
            f"{out} holds results of another grader (other {', '.join(differs)}); "
            "name a new folder, or compare the two with `regrade`"
        )
    same = record.digest == intake.take(submission).digest and not record.kept
    return record.brief() if same and record.status != "not-graded" else None


def _results(
    submissions: list[intake.Submission], terms: Terms, workers: int, scheduler: str
) -> Iterator[Record]:
    """Records as they come."""
    if scheduler:
        from autograder import cluster  # an optional extra

        return cluster.results(submissions, terms, scheduler)
    return _results_here(submissions, terms, workers)


def _results_here(
    submissions: list[intake.Submission], terms: Terms, workers: int
) -> Iterator[Record]:
    waiting = iter(submissions)
    team = [Worker(terms.seed, terms.level) for _ in range(min(workers, len(submissions)))]
    try:
        for worker, submission in zip(team, waiting, strict=False):
            worker.give(intake.take(submission))
        while busy := {worker.pipe: worker for worker in team if worker.task is not None}:
            for pipe in wait(list(busy)):
                worker = busy[pipe]  # type: ignore[index]
                record = worker.take()
                for submission in islice(waiting, 1):
                    worker.give(intake.take(submission))
                yield record
    finally:
        for worker in team:
            worker.pipe.close()
        for worker in team:
            worker.stop()


class MachineError(RuntimeError):
    """This machine does not grade as it should; the text says how it shows, and what to do."""


class Worker:
    """A process with a judge, and the submission it has in hand."""

    def __init__(self, seed: str, level: str = FULL, seconds: float = QUESTION_SECONDS) -> None:
        """The arguments are those of `judge.Judge`."""
        self._arguments = (seed, level, seconds)
        self.task: intake.HandIn | None = None
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

    def give(self, hand_in: intake.HandIn) -> None:
        self.task = hand_in
        with suppress(OSError):  # if the process is gone, `take` will tell
            self.pipe.send(hand_in)

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

    def grade(self, hand_in: intake.HandIn) -> Record:
        self.give(hand_in)
        return self.take()

    def stop(self) -> None:
        self.pipe.close()  # it ends when it has nothing more to read
        try:
            self._process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


def serve() -> None:
    """A worker's process: argument is the pipe, which brings its terms and then submissions."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the main process's to handle
    from autograder import machine  # torch and the reference, in workers only
    from autograder.judge import Judge, with_judge

    pipe = Connection(int(sys.argv[1]))
    seed, level, seconds = pipe.recv()

    def work(judge: Judge) -> None:
        problem = machine.problem(judge, level)
        while True:
            try:
                hand_in = pipe.recv()
            except (EOFError, ConnectionResetError):  # the main process is gone
                return
            with suppress(BrokenPipeError):  # nobody waits for it any more
                pipe.send(problem or judge.grade(hand_in))

    with_judge(seed, work, level, seconds)
