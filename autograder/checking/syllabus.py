"""The assignment as data: parts, checks, questions and points, read from syllabus.toml."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

FILE = Path(__file__).resolve().parents[1] / "parts" / "syllabus.toml"
TOTAL = 100


@dataclass(frozen=True)
class Check:
    """A check and its whole-number points on public and on hidden cases."""

    id: str
    title: str
    public: int
    hidden: int


@dataclass(frozen=True)
class Part:
    """One part of the assignment: the names students define and the checks on them.

    capstone  it uses the answers of all others, and takes longest to judge
    """

    id: str
    title: str
    answers: tuple[str, ...]
    checks: tuple[Check, ...]
    capstone: bool = False

    @property
    def points(self) -> int:
        return sum(check.public + check.hidden for check in self.checks)


@dataclass(frozen=True)
class Written:
    """A question that a person marks; its points stand beside the checks' hundred."""

    id: str
    title: str
    points: int


def name() -> str:
    """Return the assignment's name in one word, as in names of files and suites of tests."""
    return _data()["assignment"]["name"]


def title() -> str:
    """Return the assignment's name as a heading."""
    return name().capitalize()


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


@cache
def written() -> tuple[Written, ...]:
    """The questions marked by hand, in order."""
    return tuple(Written(**question) for question in _data().get("written", []))


@cache
def parts() -> tuple[Part, ...]:
    """All parts in order.  Raises ValueError if the points do not sum to 100."""
    found = tuple(
        Part(
            id=part["id"],
            title=part["title"],
            answers=tuple(part["answers"]),
            checks=tuple(Check(**check) for check in part["check"]),
            capstone=part.get("capstone", False),
        )
        for part in _data()["part"]
    )
    total = sum(part.points for part in found)
    if total != TOTAL:
        raise ValueError(f"{FILE}: the points sum to {total}, not to {TOTAL}")
    return found


def part(id: str) -> Part:
    """The part of that id.  Raises KeyError naming the parts there are."""
    for candidate in parts():
        if candidate.id == id:
            return candidate
    raise KeyError(f"there is no part {id!r}; the parts are {', '.join(p.id for p in parts())}")


def quick_parts() -> tuple[str, ...]:
    """Return the ids of all parts but the capstone."""
    return tuple(part.id for part in parts() if not part.capstone)


def check(part_id: str, check_id: str) -> Check:
    """The check of that id in that part."""
    return next(check for check in part(part_id).checks if check.id == check_id)


def split_name(name: str) -> tuple[str, str]:
    """Part and check of `part.check`.  Raises ValueError naming those there are."""
    found = {
        f"{part.id}.{check.id}": (part.id, check.id) for part in parts() for check in part.checks
    }
    if name not in found:
        near = [known for known in found if known.split(".")[0] == name.split(".")[0]] or found
        raise ValueError(f"there is no check {name!r}; there are {', '.join(near)}")
    return found[name]


def answer_names() -> list[str]:
    """Every name the assignment asks for."""
    return [name for part in parts() for name in part.answers]
