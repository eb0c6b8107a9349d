"""The full record of a graded submission, for staff; `student_view` is what students get of it.

Its form is written down in report.schema.json; SCHEMA changes whenever that form does.
"""

from __future__ import annotations

import hashlib
import platform
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from autograder import VERSION, syllabus
from autograder.box import Ended
from autograder.confine import NONE
from autograder.course import fingerprint
from autograder.hints import Misconception
from autograder.intake import Submission
from autograder.results import CheckResult, Outcome, check_result, check_view

SCHEMA = "landmarks-report/3"


@dataclass
class PartResult:
    """A part: graded | not-started | stopped (its code crashed or ran out of time or memory)."""

    id: str
    title: str
    score: int
    max_score: int
    status: str
    seconds: float
    checks: list[CheckResult]


@dataclass
class Record:
    """Everything known about one graded submission.

    status  graded | partial (a part was stopped, the rest counts) | unreadable (0 points) |
            not-graded (the grader failed; no score at all) | unwalled (public checks only)
    wall    its level, as in `confine`
    """

    submission: str
    slug: str
    status: str
    score: int | None
    notes: list[str]
    parts: list[PartResult]
    seed_fingerprint: str
    seconds: float = 0.0
    max_score: int = syllabus.TOTAL
    wall: str = NONE
    schema: str = SCHEMA
    kit: dict[str, str] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """Plain data; pictures are left to the pages."""
        plain = asdict(self)
        for part in plain["parts"]:
            for check in part["checks"]:
                del check["picture"]
        return plain

    def pictures(self) -> dict[tuple[str, str], str]:
        """Part and check to the picture of the public case that failed."""
        return {(p.id, c.id): c.picture for p in self.parts for c in p.checks if c.picture}


@cache
def kit_versions() -> Mapping[str, str]:
    """What decided the verdict: the kit, the checks' and cases' very text, the libraries."""
    here = Path(__file__).parent
    digest = hashlib.sha256()
    for folder in ("checks", "cases", "questions"):
        for path in sorted((here / folder).glob("*.py")):
            digest.update(path.read_bytes())
    libraries = {name: version(name) for name in ("torch", "numpy")}
    return {
        "version": VERSION,
        "checks": digest.hexdigest()[:12],
        "python": platform.python_version(),
        **libraries,
    }


def unreadable(submission: Submission, seed: str, why: str) -> Record:
    """Zero points and a flag: there is no notebook to grade."""
    return _bare(submission, seed, "unreadable", 0, f"Nothing could be graded: {why}.")


def ungraded(submission: Submission, seed: str, why: str) -> Record:
    """No hand-in to grade, or the grader's own failure: a blank, never a zero."""
    note = "Not graded: the grader itself failed. Your work is safe; staff have been told why."
    if submission.problem:
        note = f"Not graded: {submission.problem}."
    record = _bare(submission, seed, "not-graded", None, note)
    record.kit["problem"] = why
    return record


def _bare(submission: Submission, seed: str, status: str, score: int | None, note: str) -> Record:
    return Record(
        submission=submission.name,
        slug=submission.slug,
        status=status,
        score=score,
        notes=[*submission.notes, note],
        parts=[],
        seed_fingerprint=fingerprint(seed),
        kit=dict(kit_versions()),
    )


def build(
    submission: Submission,
    seed: str,
    outcomes: list[Outcome],
    hints: dict[str, dict[str, Misconception]],
    ended: dict[str, Ended],
    wall: str,
) -> Record:
    """Add up the outcomes of all checks: points only where every case passed.

    hints  for each part that was graded, the misconception behind each failed check
    """
    parts = []
    for part in syllabus.parts():
        if part.id not in hints:
            continue  # not asked for
        own = [outcome for outcome in outcomes if outcome.part == part.id]
        results = [
            check_result(part.id, check, hidden, own, hints[part.id].get(check.id))
            for check in part.checks
            for hidden in (False, True)
            if not hidden or check.hidden
        ]
        parts.append(
            PartResult(
                id=part.id,
                title=part.title,
                score=sum(result.score for result in results),
                max_score=part.points,
                status=_part_status(part.id, results, ended),
                seconds=round(sum(outcome.seconds for outcome in own), 4),
                checks=results,
            )
        )
    return Record(
        submission=submission.name,
        slug=submission.slug,
        status="unwalled" if wall == NONE else "partial" if ended else "graded",
        score=sum(part.score for part in parts),
        notes=list(submission.notes),
        parts=parts,
        seed_fingerprint=fingerprint(seed),
        max_score=sum(part.max_score for part in parts),
        wall=wall,
        kit=dict(kit_versions()),
    )


def _part_status(part: str, results: list[CheckResult], ended: dict[str, Ended]) -> str:
    if part in ended:
        return "stopped"
    untouched = all(result.status == "not-started" for result in results)
    return "not-started" if untouched else "graded"


# ---------------------------------------------------------------- what students see


def student_view(record: Record) -> dict[str, Any]:
    """The record without what is the staff's: hidden inputs, values, and words that student code
    computed during a hidden call.  A hidden failure keeps its title, property and hint, and
    points to the public case of the same check where that one fails, too."""
    return {
        "schema": record.schema,
        "submission": record.submission,
        "status": record.status,
        "score": record.score,
        "max_score": record.max_score,
        "notes": record.notes,
        "parts": [
            {
                "id": part.id,
                "title": part.title,
                "score": part.score,
                "max_score": part.max_score,
                "status": part.status,
                "checks": [_check_view(check, part) for check in part.checks],
            }
            for part in record.parts
        ],
        "written": [
            {"id": q.id, "title": q.title, "max_score": q.points, "status": "pending"}
            for q in syllabus.written()
        ],
    }


def _check_view(check: CheckResult, part: PartResult) -> dict[str, Any]:
    view = check_view(check)
    if check.visibility == "public":
        return view
    twin = next(c for c in part.checks if c.id == check.id and c.visibility == "public")
    return view | {"public_twin": twin.status}
