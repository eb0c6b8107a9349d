"""Grade many submissions: worker processes with a judge each, and results on disk at once.

A worker that dies takes nothing with it: its submission is not graded, says so, and another
worker goes on with the rest.
"""

from __future__ import annotations

import csv
import json
import multiprocessing
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from multiprocessing.connection import Connection, wait
from pathlib import Path

from autograder import intake, junit
from autograder.box import QUESTION_SECONDS
from autograder.confine import FULL
from autograder.record import Record, student_view, ungraded
from autograder.sinks import csv_cell
from autograder.views import page

FIELDS = ("submission", "score", "max_score", "status", "folder")


def grade(
    submissions: list[intake.Submission],
    seed: str,
    out: Path,
    workers: int,
    progress: Callable[[Record], None],
    level: str = FULL,
) -> list[Record]:
    """Grade all, write every result under `out`, and return the records in the given order.

    level  of the wall, as in `confine`
    """
    out.mkdir(parents=True, exist_ok=True)
    records: dict[str, Record] = {}
    for record in _results(submissions, seed, workers, level):
        records[record.slug] = record
        write(record, out)
        progress(record)
    ordered = [records[submission.slug] for submission in submissions]
    _write_scores(ordered, out)
    write_text(out / "staff" / "class.html", page.class_page(ordered))
    return ordered


def _results(
    submissions: list[intake.Submission], seed: str, workers: int, level: str
) -> Iterator[Record]:
    """Records as they come."""
    waiting = list(reversed(submissions))
    team = [Worker(seed, level) for _ in range(max(1, min(workers, len(submissions))))]
    try:
        for worker in team:
            worker.give(waiting)
        while busy := {worker.pipe: worker for worker in team if worker.task is not None}:
            for pipe in wait(list(busy)):
                worker = busy[pipe]  # type: ignore[index]
                task = worker.task
                assert task is not None
                try:
                    yield worker.take()
                except EOFError:
                    yield ungraded(task, seed, "the grading process ended")
                    worker.restart()
                worker.give(waiting)
    finally:
        for worker in team:
            worker.stop()


class Worker:
    """A process with a judge, and the submission it has in hand."""

    def __init__(self, seed: str, level: str = FULL, seconds: float = QUESTION_SECONDS) -> None:
        """The arguments are those of `judge.Judge`."""
        self._arguments = (seed, level, seconds)
        self.task: intake.Submission | None = None
        self.restart()

    def restart(self) -> None:
        context = multiprocessing.get_context("spawn")
        self.pipe, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(theirs, *self._arguments), daemon=True)
        self._process.start()
        theirs.close()

    @property
    def pid(self) -> int:
        """Of its process."""
        assert self._process.pid is not None
        return self._process.pid

    def give(self, waiting: list[intake.Submission]) -> None:
        self.task = waiting.pop() if waiting else None
        if self.task is not None:
            with suppress(OSError):  # if the process is gone, `take` will tell
                self.pipe.send(self.task)

    def take(self) -> Record:
        try:
            return self.pipe.recv()
        except OSError as error:
            raise EOFError from error

    def stop(self) -> None:
        self.pipe.close()
        self._process.join(5)
        if self._process.is_alive():
            self._process.kill()


def _serve(pipe: Connection, seed: str, level: str, seconds: float) -> None:
    from autograder.judge import Judge, with_judge  # torch and the reference, in workers only

    def work(judge: Judge) -> None:
        while True:
            try:
                submission = pipe.recv()
            except EOFError:
                return
            pipe.send(judge.grade(submission))

    with_judge(seed, work, level, seconds)


# ---------------------------------------------------------------- on disk


def write(record: Record, out: Path) -> None:
    """The student's report.json, report.html and report.xml, and the staff's full record."""
    view = student_view(record)
    folder = out / record.slug
    write_text(folder / "report.json", json.dumps(view, indent=1))
    write_text(folder / "report.xml", junit.report(view))
    write_text(folder / "report.html", page.student_page(view, record.pictures()))
    write_text(out / "staff" / f"{record.slug}.json", json.dumps(record.as_dict(), indent=1))


def _write_scores(records: list[Record], out: Path) -> None:
    rows = [
        {
            "submission": csv_cell(record.submission),
            "score": "" if record.score is None else record.score,
            "max_score": record.max_score,
            "status": record.status,
            "folder": record.slug,
        }
        for record in records
    ]
    descriptor, name = tempfile.mkstemp(dir=out, prefix=".scores")
    with os.fdopen(descriptor, "w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, FIELDS)
        writer.writeheader()
        writer.writerows(rows)
    Path(name).chmod(0o644)
    os.replace(name, out / "scores.csv")


def write_text(path: Path, text: str) -> None:
    """Write whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f".{path.name}.partial")
    partial.write_text(text, encoding="utf-8", errors="backslashreplace")
    os.replace(partial, path)
