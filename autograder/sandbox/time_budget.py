"""How long a submission may compute: for a question, for a part, altogether, and to be read.

Its processes' own CPU seconds decide, so that a busy machine costs nobody an answer.  Who sleeps
uses none; so four times as many seconds on the clock are the end, too.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from autograder.checking.questions.time_limit import CLOCK
from autograder.sandbox.messages import LateError
from autograder.submissions.spent import Spent

LOOK = 0.25  # seconds between two looks at the processes; quick replies never need one


@dataclass(frozen=True)
class Limits:
    """CPU seconds that one submission may use.

    question  for a reply to one question
    part      for all questions of one part
    sitting   for all questions
    reading   for reading the notebook, however often that is needed
    """

    question: float
    part: float
    sitting: float
    reading: float = 60.0


class Stopwatch:
    """Counts what one piece of work uses, and is its deadline.

    cpu      returns the CPU seconds of the submission's processes so far
    seconds  that it may use
    """

    def __init__(self, cpu: Callable[[], float], seconds: float) -> None:
        self._cpu, self._seconds = cpu, seconds
        self._started = time.monotonic()
        self._base: float | None = None
        self._most = 0.0  # once its processes are gone, so is their time

    def left(self) -> float:
        """Return seconds until the next look.  Raises LateError once the time is used up."""
        clock = time.monotonic() - self._started
        if clock < LOOK:
            return LOOK - clock
        if self.used() >= self._seconds:
            raise LateError("its time is used up")
        return LOOK

    def used(self) -> float:
        """Return CPU seconds, or a share of those on the clock if that is more.

        Until the first look the clock stands for both.
        """
        clock = time.monotonic() - self._started
        if clock < LOOK:
            return clock
        cpu = self._cpu()
        if self._base is None:
            self._base = cpu - LOOK
        self._most = max(self._most, cpu - self._base, clock / CLOCK)
        return self._most


@dataclass
class Budget:
    """What is left to one submission."""

    limits: Limits
    spent: Spent = field(default_factory=Spent)

    @property
    def sitting(self) -> float:
        """Return what all questions used."""
        return sum(self.spent.parts.values())

    def over(self, part: str) -> str:
        """Return whose time is used up, in words; "" while there is some left."""
        if self.sitting >= self.limits.sitting:
            return f"the submission had used up its {self.limits.sitting:g} s before"
        if self.spent.parts[part] >= self.limits.part:
            return f"this part used up its {self.limits.part:g} s"
        if self.spent.reading >= self.limits.reading:
            return f"reading the notebook used up its {self.limits.reading:g} s"
        return ""

    @contextmanager
    def question(self, part: str, cpu: Callable[[], float]) -> Iterator[Stopwatch]:
        """Yield the deadline of one question, and count what it used."""
        limits = self.limits
        left = (limits.part - self.spent.parts[part], limits.sitting - self.sitting)
        watch = Stopwatch(cpu, min(limits.question, *left))
        try:
            yield watch
        finally:
            self.spent.parts[part] += watch.used()

    @contextmanager
    def read(self, seconds: float, cpu: Callable[[], float]) -> Iterator[Stopwatch]:
        """Yield the deadline of one reading, of at most so many seconds, and count it."""
        watch = Stopwatch(cpu, min(seconds, self.limits.reading - self.spent.reading))
        try:
            yield watch
        finally:
            self.spent.reading += watch.used()
