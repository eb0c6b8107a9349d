"""The full record of a graded submission, for staff; `student_view` is what students get of it.

Its form is written down in report.schema.json; SCHEMA changes whenever that form does.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from autograder import kit
from autograder.checking import syllabus
from autograder.checking.misconceptions import Misconception
from autograder.checking.results import CheckResult, Outcome, check_result, check_view
from autograder.course import fingerprint
from autograder.sandbox.confinement import NONE
from autograder.submissions.files import Contents

SCHEMA = "coursework-report/5"
# The mistake behind each failed check: of a part's public checks, and of its hidden ones (True).
Hints = dict[tuple[str, bool], dict[str, Misconception]]
_FORM_4 = "landmarks-report/4"  # had other names for the sandbox, and nothing else
_OUR_FAILURE = "Not graded: the grader itself failed. Your work is safe; staff have been told why."


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
            not-graded (the grader failed; no score at all) | unsandboxed (public checks only)
    sandbox its level, as in `confine`
    digest  of what was handed in, as in `files.Contents`
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
    sandbox: str = NONE
    schema: str = SCHEMA
    kit: dict[str, str] = field(default_factory=dict)
    digest: str = ""
    waived: str = ""
    kept: str = ""

    def grader(self) -> dict[str, str]:
        """All that the verdict depends on besides the submission."""
        versions = {name: self.kit.get(name, "") for name in kit.versions()}
        others = {"seed": self.seed_fingerprint, "sandbox": self.sandbox, "waivers": self.waived}
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
        """Return the record again, without pictures, also from the form before this one.

        Raises ValueError for another form, and KeyError or TypeError for what is no record.
        """
        if plain["schema"] == _FORM_4:
            plain = _from_form_4(plain)
        if plain["schema"] != SCHEMA:
            raise ValueError(f"of form {plain['schema']!r}, not {SCHEMA!r}")
        parts = [
            PartResult(**part | {"checks": [CheckResult(**check) for check in part["checks"]]})
            for part in plain["parts"]
        ]
        return cls(**plain | {"parts": parts})

    def pictures(self) -> dict[tuple[str, str], str]:
        """Part and check to the picture of the public case that failed."""
        return {(p.id, c.id): c.picture for p in self.parts for c in p.checks if c.picture}


def _from_form_4(plain: dict[str, Any]) -> dict[str, Any]:
    status = "unsandboxed" if plain["status"] == "unwalled" else plain["status"]
    others = {name: value for name, value in plain.items() if name != "wall"}
    return others | {"schema": SCHEMA, "status": status, "sandbox": plain["wall"]}


def unreadable(contents: Contents, seed: str, sandbox: str, why: str) -> Record:
    """Zero points and a flag: there is no notebook to grade."""
    record = _bare(contents, seed, sandbox, "unreadable", 0)
    record.notes.append(f"Nothing could be graded: {why}.")
    return record


def ungraded(contents: Contents, seed: str, sandbox: str, why: str) -> Record:
    """No hand-in to grade, or the grader's own failure: a blank, never a zero."""
    note = f"Not graded: {contents.problem}." if contents.problem else _OUR_FAILURE
    record = _bare(contents, seed, sandbox, "not-graded", None)
    record.notes.append(note)
    record.kit["problem"] = why
    return record


def withdrawn(record: Record, why: str) -> Record:
    """In the place of one that cannot be written down, which is the grader's own failure, too."""
    kit = record.kit | {"problem": why}
    notes = [_OUR_FAILURE]
    return replace(record, status="not-graded", score=None, parts=[], notes=notes, kit=kit)


def _bare(contents: Contents, seed: str, sandbox: str, status: str, score: int | None) -> Record:
    return Record(
        submission=contents.name,
        slug=contents.slug,
        status=status,
        score=score,
        notes=list(contents.notes),
        parts=[],
        seed_fingerprint=fingerprint(seed),
        sandbox=sandbox,
        kit=dict(kit.versions()),
        digest=contents.digest,
    )


def build(
    contents: Contents,
    seed: str,
    sandbox: str,
    outcomes: list[Outcome],
    hints: Hints,
    ended: Collection[str],
) -> Record:
    """Add up the outcomes of all checks: points only where every case passed.

    hints  of each part that was graded
    ended  the parts that were stopped
    """
    parts = []
    for part in syllabus.parts():
        if (part.id, False) not in hints:
            continue  # not asked for
        own = [outcome for outcome in outcomes if outcome.part == part.id]
        results = [
            check_result(part.id, check, hidden, own, hints[part.id, hidden].get(check.id))
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
    status = "unsandboxed" if sandbox == NONE else "partial" if ended else "graded"
    record = _bare(contents, seed, sandbox, status, sum(part.score for part in parts))
    record.parts, record.max_score = parts, sum(part.max_score for part in parts)
    return record


def _part_status(part: str, results: list[CheckResult], ended: Collection[str]) -> str:
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
