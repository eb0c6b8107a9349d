"""One set of inputs that a check is run on."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, eq=False)
class Case:
    """One set of inputs for a check.

    name      says in a few words what is special about it; students see it for public cases
    inputs    the arguments of the question
    facts     anything else the check needs to know about them
    mentions  words that tell the texts of right and wrong answers apart; they never cross the pipe
    """

    name: str
    inputs: dict[str, Any]
    facts: dict[str, Any] = field(default_factory=dict)
    mentions: tuple[str, ...] = ()
