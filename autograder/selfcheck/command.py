"""The public checks on a notebook file, with nothing of the kit but the unpacked bundle.

    python -m autograder.selfcheck answers.ipynb --junit report.xml --html report.html

The notebook's answers run in a process of their own.  One that ends or hangs costs its part, and
the next part gets a fresh process.  Exit code 0: every public check passes; 1: some fail, or are
not started; 2: wrong usage.
"""

from __future__ import annotations

import argparse
import contextlib
import multiprocessing
from collections.abc import Sequence
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from autograder.checking import syllabus
from autograder.checking.namespace import Student
from autograder.checking.reply import StoppedError
from autograder.checking.results import CheckResult, Outcome, check_result, check_view
from autograder.reports.text import explanations, junit, markdown
from autograder.reports.text.escape import terminal
from autograder.selfcheck import kernel
from autograder.submissions.reader import (
    UnreadableError,
    as_in_a_kernel,
    assignment_version,
    read_answers,
    require_ours,
)

SECONDS = 120.0  # for a part, and for starting its process
VERSION = Path(__file__).resolve().parents[2] / "version.txt"

Results = dict[str, list[CheckResult]]


def main(arguments: Sequence[str] | None = None) -> int:
    """Check, tell, write what was asked for.  Returns the exit code."""
    options = _options(arguments)
    notebook: bytes = options.notebook.read_bytes()
    notes, results = [], {}
    try:
        require_ours(notebook, syllabus.answer_names())
        notes = _version_notes(notebook)
        results = check_all(notebook, notes)
    except UnreadableError as error:
        notes = [f"Nothing could be checked: {error}."]
    for line in [*notes, *_lines(results)]:
        print(terminal(line, width=500))
    view = _view(options.notebook.name, notes, results)
    if options.junit:
        _write(options.junit, junit.report(view))
    if options.html:
        _write(options.html, explanations.page(notes, results))
    if options.summary:
        markdown.append(options.summary, markdown.student(view))
    flat = [result for part in results.values() for result in part]
    return 0 if flat and all(result.status == "passed" for result in flat) else 1


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m autograder.selfcheck", description="Run the public checks on a notebook."
    )
    parser.add_argument("notebook", type=Path)
    parser.add_argument("--junit", type=Path, help="write JUnit XML for CI here")
    parser.add_argument("--html", type=Path, help="write a page with all explanations here")
    parser.add_argument("--summary", type=Path, help="append Markdown here: $GITHUB_STEP_SUMMARY")
    options = parser.parse_args(arguments)
    if not options.notebook.is_file():
        parser.error(f"there is no file {options.notebook}")
    if not kernel.RECORDED.is_file():
        parser.error(f"{kernel.RECORDED} is missing: run this from the unpacked bundle")
    return options


def _version_notes(notebook: bytes) -> list[str]:
    ours, theirs = VERSION.read_text(encoding="utf-8"), assignment_version(notebook)
    if theirs in ("", ours):
        return []
    return [f"The notebook is of version {theirs} of the assignment, the checks are of {ours}."]


def _lines(results: Results) -> list[str]:
    """Each part that is begun and not yet right, then the board."""
    texts = [
        explanations.one(part, own)[0]
        for part, own in results.items()
        if {result.status for result in own} not in ({"passed"}, {"not-started"})
    ]
    if results:
        texts.append(explanations.board(results)[0])
    return "\n\n".join(texts).splitlines()


def _view(name: str, notes: list[str], results: Results) -> dict[str, Any]:
    """In the form of a student's report, without points: public checks are no grade."""
    parts = [
        {
            "id": part,
            "title": syllabus.part(part).title,
            "checks": [check_view(result) for result in own],
        }
        for part, own in results.items()
    ]
    status = "checked" if parts else "unreadable"
    return {"submission": name, "status": status, "notes": notes, "parts": parts}


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", errors="backslashreplace")


# ---------------------------------------------------------------- the process of the answers


def check_all(notebook: bytes, notes: list[str]) -> Results:
    """The public results of all parts; what the author should know is added to `notes`."""
    worker = Worker(notebook, notes)
    try:
        return {part.id: worker.check(part) for part in syllabus.parts()}
    finally:
        worker.stop()


class Worker:
    """A process that checks a notebook's parts; a fresh one after it ended or had to be ended."""

    def __init__(self, notebook: bytes, notes: list[str]) -> None:
        self._notebook, self._notes = notebook, notes
        self._process: multiprocessing.process.BaseProcess | None = None

    def check(self, part: syllabus.Part) -> list[CheckResult]:
        if self._process is None:
            self._start()
        why = "code that ended the Python process"
        with contextlib.suppress(EOFError, OSError):
            self._pipe.send(part.id)
            if self._pipe.poll(SECONDS):
                results, notes = self._pipe.recv()
                self._notes += [note for note in notes if note not in self._notes]
                return results
            why = f"code that did not come to an end within {SECONDS:.0f} s"
        self.stop()
        return _stopped(part, why)

    def _start(self) -> None:
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(theirs, self._notebook))
        self._process.start()
        theirs.close()

    def stop(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.join()
            self._pipe.close()
            self._process = None


def _serve(pipe: Connection, notebook: bytes) -> None:
    """Reply to parts' ids with their results and notes, until nobody asks any more."""
    while True:
        try:
            part = pipe.recv()
        except EOFError:
            return
        # Each part by itself, so that what ends or hangs at the top of a cell costs no other.
        answers = read_answers(notebook, list(syllabus.part(part).answers))
        with as_in_a_kernel(answers.shell):
            results = kernel.check_part(part, Student(answers.names, answers.reasons))
        pipe.send((results, answers.notes))


def _stopped(part: syllabus.Part, why: str) -> list[CheckResult]:
    return [
        check_result(
            part.id,
            check,
            False,
            [Outcome(part.id, check.id, False, "", StoppedError("an answer", why))],
            None,
        )
        for check in part.checks
    ]
