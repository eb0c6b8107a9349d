"""The checks of one part on names that are run right here: for answers that are our own.

No sandbox and no pytest, so an answer takes milliseconds; grading never comes this way.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from autograder.checking import lookup, syllabus
from autograder.checking.case import Case
from autograder.checking.compare import Measured, observed
from autograder.checking.reply import open_reply
from autograder.grading.oracle import Oracle
from autograder.parts import cases


@dataclass(frozen=True)
class Tried:
    """What a check said on one case: nothing, if `error` is None."""

    check: str
    hidden: bool
    case: str
    error: Exception | None
    measured: list[Measured]


def run(part: str, student: Oracle, oracle: Oracle, seed: str) -> Iterator[Tried]:
    """Every check of the part on each of its cases that are worth points, one after the other."""

    def ask(question: str, **inputs: Any) -> dict[str, Any]:
        return open_reply(student.reply(question, inputs))

    for check in syllabus.part(part).checks:
        function = lookup.check_function(part, check.id)
        for hidden in [False] * bool(check.public) + [True] * bool(check.hidden):
            for case in drawn(part, check.id, hidden, seed):
                error: Exception | None = None
                try:
                    with observed() as measured:
                        function(ask, oracle.expect, case)
                except Exception as raised:  # Wrong, or a check that stumbles
                    error = raised
                yield Tried(check.id, hidden, case.name, error, measured)


@cache
def drawn(part: str, check: str, hidden: bool, seed: str) -> list[Case]:
    """The cases, drawn once."""
    return cases.draw(part, check, hidden, seed)


def lost(part: str, student: Oracle, oracle: Oracle, seed: str) -> set[str]:
    """The checks that cost points."""
    return {tried.check for tried in run(part, student, oracle, seed) if tried.error is not None}
