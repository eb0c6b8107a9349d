"""The graders that `bench` compares this one with: nbgrader and otter, on the same notebook.

The notebook holds the reference's own code and a test cell of ordinary asserts against constants
for each of six functions, as courses with these graders have them.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from autograder.assignment.release import jupyter_environment
from autograder.grading import known_answers
from autograder.parts import notebook_text
from autograder.parts.benchmark import MODULES, TESTS
from autograder.proof.bench.usage import Peak, Run

NAME = "bench"
NBGRADER = (sys.executable, "-m", "nbgrader")
OTTER_CALLS = 4  # in a run: nothing carries over from one to the next
NO_OTTER = "otter was skipped: it is not installed (pip install -e '.[bench]', or --otter PROGRAM)."
_MARKERS = re.compile(r"^ *### (?:BEGIN|END) SOLUTION\n", re.MULTILINE)


class OtherGraderError(RuntimeError):
    """A peer did not grade the notebook with full marks; the text says what it said."""


def notebook() -> NotebookNode:
    """Answers and tests, with nbgrader's metadata, which the others pass over."""
    source = dict(zip(notebook_text.modules(), known_answers.reference_cells(), strict=True))
    cells = [nbformat.v4.new_code_cell(_MARKERS.sub("", source[module])) for module in MODULES]
    for name, test in TESTS.items():
        fields = {"grade": True, "solution": False, "locked": True, "task": False}
        cell = nbformat.v4.new_code_cell(test)
        cell.metadata.nbgrader = {"schema_version": 3, "grade_id": name, "points": 1, **fields}
        cells.append(cell)
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    return nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel})


# ---------------------------------------------------------------- nbgrader


def nbgrader(folder: Path, count: int, calls: int) -> Run:
    """This many submissions in this many calls of `nbgrader autograde` at once.

    Each call has a course folder and a gradebook of its own: no lock is in its way.
    Raises OtherGraderError.
    """
    courses = [folder / f"course{number}" for number in range(calls)]
    for number, course in enumerate(courses):
        _lay_out(course, range(number, count, calls))
    run = _nbgrader_on(courses, "autograde", "autograded")
    for course in courses:
        _require_full_marks(course)
    pages = _nbgrader_on(courses, "generate_feedback", "feedback")
    return replace(run, html=pages.slope(1, count))


def _lay_out(course: Path, students: Iterable[int]) -> None:
    """A fresh course folder, as nbgrader's own commands make it, with these submissions."""
    source = course / "source" / NAME / f"{NAME}.ipynb"
    source.parent.mkdir(parents=True)
    nbformat.write(notebook(), source)
    config = f"c = get_config()\nc.CourseDirectory.course_id = {NAME!r}\n"
    (course / "nbgrader_config.py").write_text(config, encoding="utf-8")
    _wait([_call(course, *NBGRADER, "generate_assignment", NAME)])
    for number in students:
        target = course / "submitted" / f"student{number:02}" / NAME / source.name
        target.parent.mkdir(parents=True)
        shutil.copyfile(source, target)


def _nbgrader_on(courses: list[Path], command: str, results: str) -> Run:
    """One call of a command for each course, all at once.

    results  the folder that it writes a file into for each submission
    """
    started = time.time()
    run = _wait([_call(course, *NBGRADER, command, NAME) for course in courses])
    files = (file for course in courses for file in course.glob(f"{results}/*/{NAME}/{NAME}.*"))
    stored = sorted(file.stat().st_mtime - started for file in files)
    return replace(run, stored=tuple(stored))


def _require_full_marks(course: Path) -> None:
    """Raises OtherGraderError if the gradebook does not hold them for every submission."""
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{course / 'gradebook.db'}", NAME) as gradebook:
        scores = [submission.score for submission in gradebook.assignment_submissions(NAME)]
    count = len(list(course.glob("submitted/*")))
    if scores != [float(len(TESTS))] * count:
        raise OtherGraderError(
            f"nbgrader stored {scores} for {count} right answers:\n{_said(course)}"
        )


# ---------------------------------------------------------------- otter


def find_otter(given: Path | None) -> Path | None:
    """otter's program: the one given, or the one installed beside this Python, or on PATH."""
    beside = Path(sys.executable).with_name("otter")
    if given is not None or beside.exists():
        return given or beside
    found = shutil.which("otter")
    return Path(found) if found else None


def otter_version(program: Path) -> str:
    """What it says of itself."""
    said = subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout
    found = re.search(r"Otter-Grader version: (\S+)", said)
    return found[1] if found else "of unknown version"


def otter(program: Path, folder: Path) -> Run:
    """Calls of `otter run`, one submission each, as it grades without containers.

    Raises OtherGraderError.
    """
    nbformat.write(notebook(), folder / f"{NAME}.ipynb")
    (folder / "tests").mkdir()
    for name in TESTS:
        (folder / "tests" / f"{name}.py").write_text(otter_test(name), encoding="utf-8")
    _wait([_call(folder, program, "generate", "-t", "tests", "-o", "tests.zip")])
    started, stored, peak = time.time(), [], 0.0
    for number in range(OTTER_CALLS):
        results = folder / f"results{number}"
        results.mkdir()
        arguments = ("run", "-a", "tests.zip", "-o", results.name, f"{NAME}.ipynb")
        peak = max(peak, _wait([_call(folder, program, *arguments)]).peak)
        stored.append(time.time() - started)
        report = json.loads((results / "results.json").read_text(encoding="utf-8"))
        scores = {test["name"]: test.get("score") for test in report["tests"]}
        if any(scores.get(name) != 1 for name in TESTS):
            raise OtherGraderError(f"otter gave {scores} to right answers:\n{_said(folder)}")
    return Run(tuple(stored), stored[-1], peak)


def otter_test(name: str) -> str:
    """A test file: the lines of the cell as a doctest."""
    code = "\n".join(f">>> {line}" for line in TESTS[name].splitlines())
    suite = {"type": "doctest", "cases": [{"code": code, "hidden": False, "locked": False}]}
    fields = {"name": name, "points": 1, "suites": [suite | {"setup": "", "teardown": ""}]}
    return f"OK_FORMAT = True\ntest = {fields!r}\n"


# ---------------------------------------------------------------- their processes


def _call(folder: Path, *command: str | Path) -> subprocess.Popen[bytes]:
    """A command under way in a folder; what it says goes to a file there."""
    with (folder / "said.log").open("ab") as said:
        return subprocess.Popen(
            command, cwd=folder, env=jupyter_environment(), stdout=said, stderr=said
        )


def _said(folder: Path) -> str:
    return (folder / "said.log").read_text(encoding="utf-8", errors="replace")[-2000:]


def _wait(calls: list[subprocess.Popen[bytes]]) -> Run:
    """Until all have ended.  Raises OtherGraderError."""
    started = time.time()
    with Peak(*(call.pid for call in calls)) as peak:
        codes = [call.wait() for call in calls]
    for call, code in zip(calls, codes, strict=True):
        if code != 0:
            raise OtherGraderError(f"{call.args!r} ended with {code}")
    return Run((), time.time() - started, peak.mib)
