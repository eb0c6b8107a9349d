"""Hand-ins and roster brought together: who is who, who is missing, who is there twice.

Of several hand-ins of one student the last one is graded, and says so.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TypeVar

from autograder.submissions.arrival import names
from autograder.submissions.arrival.forms import ANY, SID, Person
from autograder.submissions.arrival.roster import IDENTIFYING, Roster
from autograder.submissions.arrival.student import Student
from autograder.submissions.files import Submission, make_unique

# The columns that a text of these kinds may be from; that of another kind is from its own one.
_COLUMNS = {SID: ("id", "sis_id"), ANY: ("id", "login", "email", "sis_id")}
ALIKE = "somebody else who handed in is called alike, and the roster lacks their numbers"
_Found = TypeVar("_Found")


@dataclass
class Matched:
    """What a roster says of submissions.

    graded   what is graded: the last one of each student, and whatever is nobody's
    earlier  hand-ins that are not graded, each with the one that is
    unknown  those for which nobody was found in the roster, each with the reason
    missing  students without any
    """

    graded: list[Submission]
    earlier: list[tuple[Submission, Submission]]
    unknown: list[tuple[Submission, str]]
    missing: list[Student]


@dataclass(frozen=True)
class Found:
    """A student, or why there is none; whether by a name that others may have, too."""

    student: Student | None
    why: str = ""
    by_name: bool = False


class Finder:
    """Looks students up by whatever names them."""

    def __init__(self, roster: Roster) -> None:
        self._by: dict[tuple[str, str], Student] = {}
        self._by_name: dict[str, list[Student]] = defaultdict(list)
        for student in roster.students:
            for column in IDENTIFYING:
                if text := getattr(student, column):
                    self._by[column, text.casefold()] = student
            for key in names.keys(student.name):
                self._by_name[key].append(student)

    def find(self, person: Person) -> Found:
        for kind, text in person.items():
            if kind in ("name", ANY):
                continue
            found = self._all(_COLUMNS.get(kind, (kind,)), text)
            if len(found) == 1:
                return Found(found[0])
        if ANY in person:
            found = self._all(_COLUMNS[ANY], person[ANY]) or self._called(person[ANY])
        else:
            found = [one for one in self._called(person.get("name", "")) if _may_be(one, person)]
        if len(found) > 1:
            others = ", ".join(student.id for student in found)
            return Found(None, f"it may be from any of {others}, who are called alike")
        if not found:
            told = ", ".join(f"{kind} {text}" for kind, text in person.items() if kind != ANY)
            return Found(None, f"nobody in the roster has {told or person.get(ANY)}")
        return Found(found[0], by_name=ANY not in person)

    def _all(self, columns: Iterable[str], text: str) -> list[Student]:
        found = (self._by.get((column, text.strip().casefold())) for column in columns)
        return _once(student for student in found if student is not None)

    def _called(self, name: str) -> list[Student]:
        return _once(self._by_name.get(names.key(name), []))


def match(submissions: Sequence[Submission], roster: Roster) -> Matched:
    """Say whose each submission is, and which ones are graded; these get their students' slugs."""
    unknown: list[tuple[Submission, str]] = []
    by_student: dict[Student, list[Submission]] = defaultdict(list)
    for one, (students, why) in zip(submissions, owners(submissions, roster), strict=True):
        one.students = students
        for student in students:
            by_student[student].append(one)
        if not students:
            unknown.append((one, why))
    earlier = _earlier(by_student)
    gone = {id(one) for one, _ in earlier}
    graded = [one for one in submissions if id(one) not in gone]
    for one in graded:
        if one.students:
            one.slug = names.slug(" ".join(student.id for student in one.students))
    make_unique(sorted(graded, key=lambda one: not one.students))
    missing = [student for student in roster.students if student not in by_student]
    return Matched(graded, earlier, unknown, missing)


def owners(
    submissions: Sequence[Submission], roster: Roster
) -> list[tuple[tuple[Student, ...], str]]:
    """Whose each submission is or, if nobody's, why."""
    finder = Finder(roster)
    found = [[finder.find(person) for person in one.people] for one in submissions]
    alike = _alike(submissions, found)
    told = []
    for own in found:
        sure = [who for who in own if not (who.by_name and who.student in alike)]
        students = _once(who.student for who in sure if who.student is not None)
        why = next((who.why for who in own if who.why), ALIKE)
        told.append((tuple(students), "" if students else why))
    return told


def _alike(submissions: Sequence[Submission], found: Sequence[Sequence[Found]]) -> set[Student]:
    """The students whose name two people have who handed in, as their numbers tell."""
    numbers: dict[Student, set[tuple[str, ...]]] = defaultdict(set)
    for one, own in zip(submissions, found, strict=True):
        for person, who in zip(one.people, own, strict=True):
            if who.student is not None and who.by_name:
                own_numbers = (text for kind, text in person.items() if kind != "name")
                numbers[who.student].add(tuple(own_numbers))
    return {student for student, own in numbers.items() if len(own) > 1}


def _may_be(student: Student, person: Person) -> bool:
    """Whether no number in the roster is another one."""
    numbers = {kind: person.get(kind, "") for kind in ("canvas_id", "moodle_participant")}
    return all(getattr(student, kind) in ("", text) for kind, text in numbers.items() if text)


def _earlier(
    by_student: dict[Student, list[Submission]],
) -> list[tuple[Submission, Submission]]:
    """Leave each student with the last one, and return those that are nobody's any more."""
    earlier = []
    for student, own in by_student.items():
        last = max(own, key=_order(own))
        for one in own:
            if one is last:
                continue
            one.students = tuple(other for other in one.students if other != student)
            if not one.students:
                earlier.append((one, last))
        if len(own) > 1:
            last.notes.append(
                f"Of {len(own)} hand-ins the last one, {last.name[:80]}{at(last)}, was graded."
            )
    return earlier


def _order(own: list[Submission]) -> Callable[[Submission], tuple[float, str]]:
    """By Canvas's numbers if all have one, else by time."""
    if all(one.number for one in own):
        return lambda one: (one.number, one.name)
    return lambda one: (one.when or 0.0, one.name)


def at(one: Submission) -> str:
    """Return when it was handed in or changed, with words before it; empty if nobody knows."""
    if one.when is None:
        return ""
    return f" of {datetime.fromtimestamp(one.when, UTC):%Y-%m-%d %H:%M} UTC"


def _once(found: Iterable[_Found]) -> list[_Found]:
    return list(dict.fromkeys(found))
