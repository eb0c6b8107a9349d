"""The grades that all gradebooks get: results joined with the roster, a line for each student.

A grade is what the result holds, waivers included.  Who has none has a blank, never a zero.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from autograder.checking import syllabus
from autograder.reports.record import Record
from autograder.reports.text.escape import csv_cell
from autograder.submissions.arrival import forms, matching
from autograder.submissions.arrival.roster import Roster
from autograder.submissions.files import Submission

FINAL = ("graded", "partial", "unreadable")  # what has another status has no grade
MISSING = "missing"
OF_RESULT = ("submission", "folder", "status", "score", "max_score")


@dataclass
class Grades:
    """What is exported.

    table      all of the roster in its order: its columns, those in OF_RESULT, and each part's
               points by the part's id; scores are whole numbers or missing
    strangers  the same without the roster's columns, for results of nobody in it
    parts      ids and titles
    max_score  of every result
    """

    table: pd.DataFrame
    strangers: pd.DataFrame
    parts: dict[str, str]
    max_score: int

    @property
    def handed_in(self) -> pd.DataFrame:
        """The lines of those who have a result, be it one without a grade.

        Others are left out of gradebooks, so that what was entered there by hand stays.
        """
        return self.table[self.table["status"] != MISSING]


def join(roster: Roster, records: Sequence[Record], owners: dict[str, list[str]]) -> Grades:
    """Bring results and roster together.

    owners  by the folder of a result the ids of its students, escaped as in scores.csv; of others
            the submission's name is looked up in the roster
    Raises ValueError if two results are of one student, or count to other totals.
    """
    parts = {part.id: part.title for record in records for part in record.parts}
    totals = {record.max_score for record in records if record.status in FINAL}
    if len(totals) > 1:
        raise ValueError(
            f"the results have other totals ({', '.join(map(str, sorted(totals)))} points); "
            "grade all with the same parts"
        )
    escaped = {csv_cell(student.id): student.id for student in roster.students}
    looked_up = _look_up(roster, [record for record in records if record.slug not in owners])
    lines = []
    for record in records:
        known = [escaped.get(owner, "") for owner in owners.get(record.slug, [])]
        for id in known or [looked_up.get(record.slug, "")]:
            lines.append({"id": id, **_line(record, parts)})
    results = pd.DataFrame(lines, columns=["id", *OF_RESULT, *parts])
    results = results.astype(dict.fromkeys(("score", *parts), "Int64"))
    found = results[results["id"] != ""]
    _require_one_each(found)
    table = roster.table.merge(
        found, on="id", how="left", suffixes=("_in_roster", ""), validate="one_to_one"
    )
    texts = ("submission", "folder", "status")
    table = table.fillna({name: MISSING if name == "status" else "" for name in texts})
    total = totals.pop() if totals else syllabus.TOTAL
    strangers = results[results["id"] == ""].drop(columns="id")
    return Grades(table.assign(max_score=total), strangers, parts, total)


def _line(record: Record, parts: dict[str, str]) -> dict[str, object]:
    is_final = record.status in FINAL
    points = {part.id: part.score for part in record.parts if is_final}
    return {
        "submission": record.submission,
        "folder": record.slug,
        "status": record.status,
        "score": record.score if is_final else None,
        "max_score": record.max_score,
        **{part: points.get(part) for part in parts},
    }


def _look_up(roster: Roster, records: Sequence[Record]) -> dict[str, str]:
    """The students' ids by folder, for results that were graded without a roster."""
    slugs = {Path(record.submission): record.slug for record in records}
    hand_ins = [
        Submission(hand_in.entry.name, slugs[hand_in.entry], None, people=tuple(hand_in.people))
        for hand_in in forms.sort(slugs).hand_ins
    ]
    students = matching.owners(hand_ins, roster)
    return {one.slug: own[0].id for one, (own, _) in zip(hand_ins, students, strict=True) if own}


def _require_one_each(found: pd.DataFrame) -> None:
    """Raises ValueError."""
    twice = found[found["id"].duplicated(keep=False)]
    if not twice.empty:
        id = twice["id"].iloc[0]
        names = ", ".join(twice.loc[twice["id"] == id, "submission"])
        raise ValueError(
            f"several results are of student {id}: {names}; grade with --roster into a new "
            "folder, and the last one counts"
        )
