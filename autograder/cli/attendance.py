"""Who handed in what, and who did not: what is found under the paths, beside the roster if any."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.table import Table
from rich.text import Text

from autograder import course
from autograder.cli.app import console
from autograder.reports.text.escape import terminal
from autograder.submissions import files
from autograder.submissions.arrival import matching, roster
from autograder.submissions.arrival.matching import Matched, at
from autograder.submissions.files import Arrived, Submission

FEW = 12


@dataclass
class Attendance:
    """What arrived and, where there is a roster, whose it is."""

    arrived: Arrived
    matched: Matched | None

    @property
    def graded(self) -> list[Submission]:
        return self.arrived.submissions if self.matched is None else self.matched.graded

    @property
    def names(self) -> dict[str, str]:
        """The students' names by the folder of their result."""
        return {
            one.slug: ", ".join(student.shown for student in one.students)
            for one in self.graded
            if one.students
        }

    @property
    def is_clear(self) -> bool:
        """Whether every hand-in is one student's, or group's, and their only one."""
        return self.matched is None or not (self.matched.unknown or self.matched.earlier)


def take(paths: Sequence[Path], listed: Path | None, out: Path | None) -> Attendance:
    """Look what is there.  Raises OSError and ValueError, also if there is nothing.

    listed  the roster
    out     the folder of the results, which may lie among the submissions
    """
    own = [path for path in (listed, out) if path is not None]
    known = roster.read(listed) if listed is not None else None
    arrived = files.arrived(paths, course.load().assignment, own)
    if not arrived.submissions:
        raise ValueError("there is no submission under these paths")
    return Attendance(arrived, matching.match(arrived.submissions, known) if known else None)


def print_list(attendance: Attendance) -> None:
    """Everybody, and everything that was found."""
    table = Table("student", "name", "hand-in", "")
    matched = attendance.matched
    by = {id(one): f"not graded: {last.name} is later" for one, last in _earlier(matched)}
    by |= {id(one): f"unknown: {why}" for one, why in (matched.unknown if matched else [])}
    for one in attendance.arrived.submissions:
        student = ", ".join(student.id for student in one.students)
        remark = by.get(id(one)) or " ".join(filter(None, (one.problem, *one.notes)))
        name = attendance.names.get(one.slug, "") if one.students else ""
        _add(table, student, name, f"{one.name}{at(one)}", remark)
    for gone in matched.missing if matched else []:
        _add(table, gone.id, gone.name, "", "missing")
    console.print(table)
    print_summary(attendance)


def _add(table: Table, *cells: str) -> None:
    table.add_row(*(Text(terminal(cell, 300)) for cell in cells))


def _earlier(matched: Matched | None) -> list[tuple[Submission, Submission]]:
    return matched.earlier if matched else []


def print_summary(attendance: Attendance) -> None:
    """What is not as it should be, in a line each."""
    matched = attendance.matched
    if matched is not None:
        _print("Missing", [f"{one.id} {one.name}".strip() for one in matched.missing])
        _print("Not in the roster", [one.name for one, _ in matched.unknown])
        _print("Handed in again, so not graded", [one.name for one, _ in matched.earlier])
    passed = attendance.arrived.passed_over
    _print("Passed over", [f"{path.name} ({why})" for path, why in passed.items()])


def _print(what: str, names: list[str]) -> None:
    if names:
        more = [f"and {len(names) - FEW} more"] if len(names) > FEW else []
        shown = ", ".join([*(terminal(name, 100) for name in names[:FEW]), *more])
        console.print(Text(f"{what}: {len(names)} ({shown})"), soft_wrap=True)
