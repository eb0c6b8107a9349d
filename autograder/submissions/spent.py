"""What one submission has used of its time, whoever graded it: a judge that ends forgets it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field


def _none() -> dict[str, float]:
    return defaultdict(float)


@dataclass
class Spent:
    """Seconds so far.

    parts    of the submission's processes, for the questions of each part
    reading  of its processes, for reading the notebook
    judging  of the judge, for the checks of each part
    hints    of the judge, for looking for hints
    """

    parts: dict[str, float] = field(default_factory=_none)
    reading: float = 0.0
    judging: dict[str, float] = field(default_factory=_none)
    hints: float = 0.0
