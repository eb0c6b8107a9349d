"""What grading costs: this grader beside its peers, the whole kit, and the sandbox's own share.

All on one machine in one run, graders in turns, so that whatever else the machine does hits all
alike.  A submission's cost is a slope, the time between the 8th and the 24th stored result of a
run, so that what starting costs cancels; of several runs it is the median.
"""

from __future__ import annotations

import json
import os
import platform
import shlex
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack, suppress
from dataclasses import asdict, dataclass, field
from functools import partial
from importlib.metadata import version
from itertools import pairwise
from pathlib import Path
from statistics import median

import nbformat

from autograder.assignment import demo, release
from autograder.checking import syllabus
from autograder.grading import batch, known_answers
from autograder.grading.oracle import WEIGHTS
from autograder.grading.results_folder import write_text
from autograder.grading.workers import Terms, source
from autograder.parts.benchmark import SIX, TESTS
from autograder.proof.bench import other_graders
from autograder.proof.bench.usage import Peak, Run
from autograder.reports import pages
from autograder.reports.record import Record, student_view
from autograder.sandbox.client import ForkServer, ForkServerError
from autograder.sandbox.confinement import FULL, NONE, PARTIAL
from autograder.sandbox.messages import Clock
from autograder.submissions.files import Submission

SEED = "bench"
FEW, MANY = 8, 24  # submissions, between which the slope is taken
REPETITIONS = 3
SIDE_BY_SIDE = 2  # workers here and calls of nbgrader, where graders are compared
PARTS = tuple(dict.fromkeys(check.split(".")[0] for check in SIX))
CLASS_SIZES = (10, 100)
LARGE_CLASS = 1000
CHILDREN = 60  # that are started at each level of the sandbox
LOAD_SECONDS = 30.0

Row = dict[str, str | int | float]
Say = Callable[[str], None]


@dataclass
class Table:
    """Rows with the same keys, which are the headings; and the runs that they come from."""

    title: str
    rows: list[Row]
    notes: list[str] = field(default_factory=list)
    runs: dict[str, list[Run]] = field(default_factory=dict)


def measure(level: str, workers: int, otter: Path | None, large: bool, say: Say) -> list[Table]:
    """All tables.

    level, workers  as in `workers.Terms` and `workers.source`
    otter           its program; None where it is not installed
    large           whether to grade a class of 1,000, too
    say             is told what is going on
    """
    sizes = (*CLASS_SIZES, LARGE_CLASS) if large else CLASS_SIZES
    scratch = Path(tempfile.mkdtemp(prefix="bench-"))
    try:
        return [
            six_checks(level, otter, scratch, say),
            whole_kit(level, workers, sizes, scratch, say),
            sandbox(scratch, say),
        ]
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


# ---------------------------------------------------------------- beside its peers


def six_checks(level: str, otter: Path | None, scratch: Path, say: Say) -> Table:
    """Six simple functions through this grader, nbgrader and otter."""
    small = scratch / "six.ipynb"
    nbformat.write(other_graders.notebook(), small)
    own = partial(grade, level=level, workers=SIDE_BY_SIDE)
    nbgrader = partial(other_graders.nbgrader, count=MANY)
    at_once = f"{SIDE_BY_SIDE} calls at once"
    graders: dict[str, Callable[[Path], Run]] = {
        "this kit, six checks": partial(own, copies(small, MANY, PARTS, SIX)),
        "this kit, all checks of their parts": partial(own, copies(small, MANY, PARTS)),
        "nbgrader autograde": partial(nbgrader, calls=1),
        f"nbgrader autograde, {at_once}": partial(nbgrader, calls=SIDE_BY_SIDE),
    }
    if otter is not None:
        graders["otter run, a call each"] = partial(other_graders.otter, otter)
    runs = in_turns(graders, REPETITIONS, scratch, say)
    rows = [_six_row(name, found) for name, found in runs.items()]
    for row in rows:
        row["times six checks here"] = row[_PER_SUBMISSION] / rows[0][_PER_SUBMISSION]  # type: ignore[operator]
    several = sum(len(syllabus.part(part).checks) for part in PARTS)
    notes = [
        f"All grade the same notebook: {', '.join(TESTS)}. This kit, with {SIDE_BY_SIDE} "
        f"workers: six checks, {', '.join(SIX)}, or all {several} of these parts, each on several "
        "public and hidden cases and behind the sandbox; it writes its HTML meanwhile. The peers: "
        "six cells of asserts, on a case each; HTML afterwards, timed apart.",
        f"Per submission: from the {FEW}th to the {MANY}th stored result of a run (otter starts "
        f"afresh for each); median of {REPETITIONS} runs.",
    ]
    if otter is None:
        notes.append(other_graders.NO_OTTER)
    return Table("Six simple functions", rows, notes, runs)


_PER_SUBMISSION = "s per submission"


def _six_row(name: str, runs: list[Run]) -> Row:
    few, many = (FEW, MANY) if len(runs[0].stored) == MANY else (1, len(runs[0].stored))
    pages = [run.html for run in runs if run.html is not None]
    return {
        "grader": name,
        _PER_SUBMISSION: median(run.slope(few, many) for run in runs),
        "s to start": median(run.start(few, many) for run in runs),
        "peak MiB": round(max(run.peak for run in runs)),
        "HTML, s per submission": median(pages) if pages else "–",
    }


def in_turns(
    graders: dict[str, Callable[[Path], Run]], repetitions: int, scratch: Path, say: Say
) -> dict[str, list[Run]]:
    """Every grader's runs, each in a fresh folder that is removed afterwards."""
    runs: dict[str, list[Run]] = {name: [] for name in graders}
    for number in range(1, repetitions + 1):
        for name, grader in graders.items():
            say(f"{name}: run {number} of {repetitions}")
            folder = Path(tempfile.mkdtemp(dir=scratch))
            runs[name].append(grader(folder))
            shutil.rmtree(folder)
    return runs


# ---------------------------------------------------------------- this grader


def copies(
    notebook: Path,
    count: int,
    parts: tuple[str, ...] = (),
    checks: tuple[str, ...] = (),
    weights: Path | None = None,
) -> list[Submission]:
    """As many submissions of one notebook."""
    names = [f"student{number:04}" for number in range(count)]
    return [Submission(name, name, notebook, weights, parts=parts, checks=checks) for name in names]


def grade(
    submissions: list[Submission], out: Path, level: str, workers: int, right: bool = True
) -> Run:
    """As `make grade` does it.  Raises RuntimeError if right answers do not get full marks."""
    stored: list[float] = []
    records: list[Record] = []
    started = time.time()

    def note(record: Record) -> None:
        stored.append(time.time() - started)
        records.append(record)

    with Peak(os.getpid()) as peak:
        batch.grade(submissions, Terms(SEED, level), out, source(workers), note)
    seconds = time.time() - started
    for record in records:
        lost = [
            f"{part.id}.{check.id}"
            for part in record.parts
            for check in part.checks
            if check.status not in ("passed", "not-run")
        ]
        if record.status not in ("graded", "partial") or (right and lost):
            what = [*record.notes, *record.kit.values(), *lost]
            raise RuntimeError(f"a submission of the bench is {record.status}: {', '.join(what)}")
    return Run(tuple(stored), seconds, peak.mib, _html_seconds(records, out))


def _html_seconds(records: list[Record], out: Path) -> float:
    """To make and write a student's page once more."""
    started = time.perf_counter()
    for record in records:
        html = pages.student_page(student_view(record), record.pictures())
        write_text(out / record.slug / "again.html", html)
    return (time.perf_counter() - started) / len(records)


def whole_kit(level: str, workers: int, sizes: tuple[int, ...], scratch: Path, say: Say) -> Table:
    """Classes of several sizes through all checks: right answers, and a realistic first try."""
    reference, first_try = scratch / "reference.ipynb", scratch / "first_try.ipynb"
    reference.write_bytes(known_answers.notebook(*known_answers.reference_cells()))
    answers = (known_answers.BANKS / "realistic" / "first_try.py").read_text(encoding="utf-8")
    stub = nbformat.read(release.student_notebook(), as_version=4)
    nbformat.write(demo.fill(stub, answers), first_try)
    kinds = {"right": (reference, WEIGHTS), "half right": (first_try, None)}
    classes = {f"{kind}, {size}": (kind, size) for size in sizes for kind in kinds}
    graders: dict[str, Callable[[Path], Run]] = {}
    for name, (kind, size) in classes.items():
        notebook, weights = kinds[kind]
        submissions = copies(notebook, size, weights=weights)
        graders[name] = partial(
            grade, submissions, level=level, workers=workers, right=kind == "right"
        )
    runs = in_turns(graders, 1, scratch, say)
    rows = [_class_row(*classes[name], run) for name, (run,) in runs.items()]
    checks = sum(len(part.checks) for part in syllabus.parts())
    notes = [
        f"All {checks} checks, public and hidden, {workers} workers. Right: the reference with its "
        "trained model. Half right: a realistic first try, without one.",
        f"Per submission: from the {CLASS_SIZES[0]}th stored result to the last.",
    ]
    return Table("The whole kit", rows, notes, runs)


def _class_row(kind: str, size: int, run: Run) -> Row:
    few = CLASS_SIZES[0]
    return {
        "answers": kind,
        "submissions": size,
        "s in all": run.seconds,
        _PER_SUBMISSION: run.slope(few, size) if size > few else "–",
        "peak MiB": round(run.peak),
        "HTML, s per submission": run.html or "–",
    }


# ---------------------------------------------------------------- the sandbox


def sandbox(scratch: Path, say: Say) -> Table:
    """What the sandbox adds: to a process that reads a notebook, and to six checks."""
    say("the sandbox: processes")
    small = scratch / "six.ipynb"
    children = _children(small.read_bytes())
    walled = [name for name in children if name != NONE]
    submissions = copies(small, MANY, PARTS, SIX)
    graders: dict[str, Callable[[Path], Run]] = {
        name: partial(grade, submissions, level=name, workers=SIDE_BY_SIDE) for name in walled
    }
    runs = in_turns(graders, REPETITIONS, scratch, say)
    rows: list[Row] = []
    for name, (bare, loaded) in children.items():
        slopes = [run.slope(FEW, MANY) for run in runs.get(name, [])]
        rows.append(
            {
                "sandbox": name,
                "ms for a process": 1000 * bare,
                "ms with the notebook read": 1000 * loaded,
                f"six checks, {_PER_SUBMISSION}": median(slopes) if slopes else "–",
            }
        )
    notes = [
        f"A process is started, confined and ended; median of {CHILDREN}, levels in turns. "
        "Without a sandbox only public checks are run, so that grading does not compare.",
    ]
    missing = [name for name in (FULL, PARTIAL) if name not in children]
    notes += [f"{name} cannot be had on this machine." for name in missing]
    return Table("The sandbox", rows, notes, runs)


def _children(notebook: bytes) -> dict[str, tuple[float, float]]:
    """Level -> median seconds to start and end a process, and to read the notebook in it, too.

    Levels that this machine does not have are left out.
    """
    seconds: dict[str, list[tuple[float, float]]] = {}
    with ExitStack() as stack:
        fork_servers = {}
        for level in (FULL, PARTIAL, NONE):
            with suppress(ForkServerError):
                fork_server = stack.enter_context(ForkServer(level))
                fork_server.child().end()
                fork_servers[level], seconds[level] = fork_server, []
        for _ in range(CHILDREN):
            for level, fork_server in fork_servers.items():
                moments = [time.perf_counter()]
                child = fork_server.child()
                moments.append(time.perf_counter())
                child.load(notebook, syllabus.answer_names(), Clock(LOAD_SECONDS))
                moments.append(time.perf_counter())
                child.end()
                moments.append(time.perf_counter())
                start, load, end = (b - a for a, b in pairwise(moments))
                seconds[level].append((start + end, start + load + end))
    return {
        level: (median(bare for bare, _ in found), median(loaded for _, loaded in found))
        for level, found in seconds.items()
    }


# ---------------------------------------------------------------- on disk


def shown(value: str | int | float) -> str:
    """Three digits of what was measured, all of what was counted."""
    if not isinstance(value, float):
        return str(value)
    return f"{value:.0f}" if abs(value) >= 100 else f"{value:.3g}"


def machine(otter: Path | None) -> dict[str, str]:
    """What the numbers hang on."""
    return {
        "processor": _first(Path("/proc/cpuinfo"), "model name") or platform.machine(),
        "cores": str(os.cpu_count()),
        "memory": f"{int(_first(Path('/proc/meminfo'), 'MemTotal').split()[0]) / 2**20:.0f} GiB",
        "load before": f"{os.getloadavg()[0]:.1f}",
        "kernel": f"{platform.system()} {platform.release()}",
        "Python": platform.python_version(),
        "torch": version("torch"),
        "nbgrader": version("nbgrader"),
        "otter": other_graders.otter_version(otter) if otter is not None else "–",
    }


def _first(path: Path, key: str) -> str:
    """The first value of a key in a file of lines `key: value`."""
    lines = (line.partition(":") for line in path.read_text().splitlines())
    return next((value.strip() for name, _, value in lines if name.strip() == key), "")


def write(tables: list[Table], about: dict[str, str], out: Path) -> None:
    """bench.json, with every run, and bench.md."""
    command = shlex.join(["python", "-m", "autograder", *sys.argv[1:]])
    record = {"command": command, "machine": about, "tables": [asdict(table) for table in tables]}
    write_text(out / "bench.json", json.dumps(record, indent=1, ensure_ascii=False) + "\n")
    facts = ", ".join(f"{name} {value}" for name, value in about.items())
    sections = [f"`{command}` on {facts}", *map(markdown, tables)]
    write_text(out / "bench.md", "\n\n".join(sections) + "\n")


def markdown(table: Table) -> str:
    """A table with its title and notes."""
    headings = list(table.rows[0])
    lines = [headings, ["---"] * len(headings)]
    lines += [[shown(value) for value in row.values()] for row in table.rows]
    rows = "\n".join(f"| {' | '.join(line)} |" for line in lines)
    return "\n\n".join([f"## {table.title}", rows, *table.notes])
