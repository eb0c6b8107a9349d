"""Results of a whole class, as a grading leaves them; no answer is run for them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from conftest import SEED
from downloads import put

from autograder.checking import syllabus
from autograder.checking.results import CheckResult
from autograder.course import Waiver
from autograder.grading import batch, workers
from autograder.reports.record import PartResult, Record, build, ungraded, unreadable
from autograder.submissions import files
from autograder.submissions.arrival import matching
from autograder.submissions.arrival.roster import Roster

FIRST = syllabus.parts()[0]
WAIVED = FIRST.checks[0]
# All, one check waived; all; none, by the grader's failure; none, by the student's; not all.
EXPECTED = {"0017": 100, "0018": 100, "0019": None, "0020": 0, "0021": 100 - FIRST.points}
TERMS = workers.Terms(SEED, waivers=(Waiver(f"{FIRST.id}.{WAIVED.id}", "It was unfair."),))


def record(contents: files.Contents, id: str) -> Record:
    """A result of that student, before waivers."""
    if id == "0019":
        return ungraded(contents, SEED, TERMS.level, "the machine was too small")
    if id == "0020":
        return unreadable(contents, SEED, TERMS.level, "the notebook is <b>no</b> JSON")
    found = build(contents, SEED, TERMS.level, [], {}, ["a part"] if id == "0021" else [])
    found.parts = [_part(part, id) for part in syllabus.parts()]
    found.score = sum(part.score for part in found.parts)
    found.max_score = syllabus.TOTAL
    return found


def _part(part: syllabus.Part, id: str) -> PartResult:
    checks = []
    for check in part.checks:
        for visibility, points in (("public", check.public), ("hidden", check.hidden)):
            status = "passed"
            if part == FIRST and id == "0021":
                status = "not-started"
            elif part == FIRST and check == WAIVED and id == "0017":
                status = "failed"
            score = points if status == "passed" else 0
            checks.append(
                CheckResult(check.id, check.title, visibility, score, points, status, "It holds.")
            )
    score = sum(check.score for check in checks)
    return PartResult(part.id, part.title, score, part.points, "graded", 0.1, checks)


def graded(
    make: Callable[[Path, bytes], Path], roster: Roster, base: Path, with_roster: bool = True
) -> Path:
    """Grade what `make` makes, and a stranger's work.  Returns the folder of results."""
    folder = make(base / "class", b"{}")
    put(folder, {"eve.ipynb": "{}"})
    found = matching.match(files.arrived([folder], "landmarks").submissions, roster).graded
    ids = {one.slug: one.students[0].id if one.students else "" for one in found}
    if not with_roster:
        for one in found:
            one.students = ()

    def source(submissions: list[files.Submission], terms: workers.Terms) -> Iterator[Record]:
        for one in submissions:
            yield record(files.take(one), ids[one.slug])

    batch.grade(found, TERMS, base / "results", source, lambda record: None)
    return base / "results"
