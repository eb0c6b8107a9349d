"""The full record of a graded submission, for staff; `student_view` is what students get of it.

Its form is written down in report.schema.json; SCHEMA changes whenever that form does.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, replace
from typing import Any

from autograder import kit, syllabus
from autograder.box import Ended
from autograder.confine import NONE
from autograder.course import fingerprint
from autograder.hints import Misconception
from autograder.intake import HandIn
from autograder.results import CheckResult, Outcome, check_result, check_view

SCHEMA = "landmarks-report/4"


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
    digest  of what was handed in, as in `intake.HandIn`
    waived  the checks that were waived when it was graded
    kept    for staff: why this is the record of an earlier grading, if it is
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
    digest: str = ""
    waived: str = ""
    kept: str = ""

    def grader(self) -> dict[str, str]:
        """All that the verdict depends on besides the submission."""
        versions = {name: self.kit.get(name, "") for name in kit.versions()}
        others = {"seed": self.seed_fingerprint, "wall": self.wall, "waivers": self.waived}
        return versions | others

    def brief(self) -> Record:
        """Without its checks: enough for the class page and the scores, and small."""
        return replace(self, parts=[replace(part, checks=[]) for part in self.parts])

    def as_dict(self) -> dict[str, Any]:
        """Plain data; pictures are left to the pages."""
        plain = asdict(self)
        for part in plain["parts"]:
            for check in part["checks"]:
                del check["picture"]
        return plain

    @classmethod
    def from_dict(cls, plain: dict[str, Any]) -> Record:
        """The record again, without pictures.  Raises KeyError, TypeError for anything else."""
        parts = [
            PartResult(**part | {"checks": [CheckResult(**check) for check in part["checks"]]})
            for part in plain["parts"]
        ]
        return cls(**plain | {"parts": parts})

    def pictures(self) -> dict[tuple[str, str], str]:
        """Part and check to the picture of the public case that failed."""
        return {(p.id, c.id): c.picture for p in self.parts for c in p.checks if c.picture}


def unreadable(hand_in: HandIn, seed: str, wall: str, why: str) -> Record:
    """Zero points and a flag: there is no notebook to grade."""
    record = _bare(hand_in, seed, wall, "unreadable", 0)
    record.notes.append(f"Nothing could be graded: {why}.")
    return record


def ungraded(hand_in: HandIn, seed: str, wall: str, why: str) -> Record:
    """No hand-in to grade, or the grader's own failure: a blank, never a zero."""
    note = "Not graded: the grader itself failed. Your work is safe; staff have been told why."
    if hand_in.problem:
        note = f"Not graded: {hand_in.problem}."
    record = _bare(hand_in, seed, wall, "not-graded", None)
    record.notes.append(note)
    record.kit["problem"] = why
    return record


def _bare(hand_in: HandIn, seed: str, wall: str, status: str, score: int | None) -> Record:
    return Record(
        submission=hand_in.name,
        slug=hand_in.slug,
        status=status,
        score=score,
        notes=list(hand_in.notes),
        parts=[],
        seed_fingerprint=fingerprint(seed),
        wall=wall,
        kit=dict(kit.versions()),
        digest=hand_in.digest,
    )


def build(
    hand_in: HandIn,
    seed: str,
    wall: str,
    outcomes: list[Outcome],
    hints: dict[str, dict[str, Misconception]],
    ended: dict[str, Ended],
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
    status = "unwalled" if wall == NONE else "partial" if ended else "graded"
    record = _bare(hand_in, seed, wall, status, sum(part.score for part in parts))
    record.parts, record.max_score = parts, sum(part.max_score for part in parts)
    return record


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
