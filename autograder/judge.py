"""The judge: holds the oracle, the seed, the checks and the verdict; one per worker process."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import cache
from typing import Any

from autograder import bank, intake, prose, session, syllabus
from autograder.box import QUESTION_SECONDS, Child, Ended, Nursery, NurseryFailed
from autograder.confine import FULL, NONE
from autograder.hints import Misconception, recognise
from autograder.notebook import assignment_version
from autograder.oracle import Oracle
from autograder.record import Record, build, ungraded, unreadable
from autograder.results import Outcome

LOAD_SECONDS = 30.0


class Unreadable(ValueError):
    """The submission is no notebook with code."""


class Sitting:
    """One submission replying to questions.

    A child that ends or hangs costs the rest of its part: that part's later questions get the
    same reply without being put, and the next part gets a fresh child.
    """

    def __init__(self, nursery: Nursery, notebook: bytes, weights: bytes, seconds: float) -> None:
        self._nursery, self._notebook, self._weights = nursery, notebook, weights
        self._seconds = seconds
        self._child: Child | None = None
        self._part = ""
        self._one_part_only = False
        self._failed: NurseryFailed | None = None
        self.ended: dict[str, Ended] = {}
        self._start()

    def begin(self, part: str) -> None:
        """The questions that follow belong to this part."""
        if part == self._part:
            return
        self._part = part
        if self._one_part_only:
            self.close()

    def reply(self, question: str, inputs: dict[str, Any]) -> dict[str, Any]:
        """Raises NurseryFailed, and from then on at once: this sitting is lost."""
        if self._failed is not None:
            raise self._failed
        if self._part not in self.ended:
            try:
                if self._child is None:
                    self._start()
                assert self._child is not None
                return self._child.ask(question, inputs, self._seconds)
            except Ended as ended:
                self._child = None
                self.ended[self._part] = ended
            except NurseryFailed as error:
                self._failed = error
                raise
        return {"ended": self.ended[self._part].words}

    def _start(self) -> None:
        """A fresh child with the notebook read.  Raises Ended, Unreadable or NurseryFailed."""
        child = self._nursery.child()
        names = syllabus.answer_names()
        if self._one_part_only:
            names = list(syllabus.part(self._part).answers)
        try:
            problem = child.load(self._notebook, names, LOAD_SECONDS, self._weights)
        except Ended:
            if self._one_part_only:
                raise
            # Something at the top level of a cell ends or hangs; find out whose part needs it.
            self._one_part_only = True
            if self._part:
                self._start()
            return
        if problem is not None:
            child.end()
            raise Unreadable(problem)
        self._child = child

    def close(self) -> None:
        if self._child is not None:
            self._child.end()
            self._child = None


class Judge:
    """Grades submissions, one after the other.

    level    of the wall, as in `confine`
    seconds  for each question
    """

    def __init__(
        self,
        seed: str,
        run_checks: session.RunChecks,
        level: str = FULL,
        seconds: float = QUESTION_SECONDS,
    ) -> None:
        self._seed, self._run_checks = seed, run_checks
        self._level, self._seconds = level, seconds
        self._nursery: Nursery | None = None
        self._known: dict[str, list[Misconception]] = {part.id: [] for part in syllabus.parts()}
        for answer in bank.load("wrong"):
            self._known[answer.part].append(_misconception(answer))

    def grade(self, hand_in: intake.HandIn) -> Record:
        """The full record of one submission.  Whatever is in it, this returns."""
        started = time.perf_counter()
        if hand_in.problem:
            return ungraded(hand_in, self._seed, self._level, hand_in.problem)
        if hand_in.refused:
            return unreadable(hand_in, self._seed, self._level, hand_in.refused)
        problem = ""
        for _ in range(2):  # what fails before any student code ran is ours, and tried again
            try:
                record = self._sit(hand_in)
                record.seconds = time.perf_counter() - started
                return record
            except Unreadable as error:
                return unreadable(hand_in, self._seed, self._level, str(error))
            except NurseryFailed as error:
                problem = str(error)
                self.close()
        return ungraded(hand_in, self._seed, self._level, problem)

    def _sit(self, hand_in: intake.HandIn) -> Record:
        outcomes, ended = self.outcomes(hand_in)
        hints = {}
        for part in _parts(hand_in):
            asked = [a for outcome in outcomes if outcome.part == part for a in outcome.asked]
            failed = {o.check for o in outcomes if o.part == part and o.is_wrong}
            # A mistake would have cost all of its checks; running the others would cost minutes.
            known = [mistake for mistake in self._known[part] if failed.issuperset(mistake.loses)]
            hints[part] = recognise(asked, known)
        record = build(hand_in, self._seed, self._level, outcomes, hints, ended)
        record.notes += _version_note(hand_in.notebook)
        return record

    def outcomes(self, hand_in: intake.HandIn) -> tuple[list[Outcome], dict[str, Ended]]:
        """What every check said on every case, and which parts ended their process.

        Raises Unreadable and NurseryFailed.
        """
        if self._nursery is None:
            self._nursery = Nursery(self._level)
        sitting = Sitting(self._nursery, hand_in.notebook, hand_in.weights, self._seconds)
        try:
            return self._run_checks(sitting, _parts(hand_in), hand_in.checks), sitting.ended
        finally:
            sitting.close()

    def close(self) -> None:
        if self._nursery is not None:
            self._nursery.close()
            self._nursery = None


def _parts(hand_in: intake.HandIn) -> tuple[str, ...]:
    return hand_in.parts or tuple(part.id for part in syllabus.parts())


def _version_note(notebook: bytes) -> list[str]:
    """A sentence if the notebook belongs to another version of the assignment."""
    theirs = assignment_version(notebook)
    if theirs in ("", prose.version()):
        return []
    return [
        f"The notebook is of version {theirs} of the assignment and was graded by the "
        f"checks of version {prose.version()}."
    ]


def _misconception(answer: bank.KnownAnswer) -> Misconception:
    """A wrong answer of the bank, run only when a submission fails a check of its part."""

    @cache
    def oracle() -> Oracle:
        return Oracle(bank.names(answer))

    return Misconception(
        answer.name,
        answer.loses,
        answer.hint,
        lambda asked: oracle().reply(asked.question, asked.inputs, asked.key),
    )


def with_judge(
    seed: str,
    work: Callable[[Judge], None],
    level: str = FULL,
    seconds: float = QUESTION_SECONDS,
) -> None:
    """Call `work` with a judge inside its pytest session.

    Without a wall there are public cases only.
    """

    def inside(run_checks: session.RunChecks) -> None:
        judge = Judge(seed, run_checks, level, seconds)
        try:
            work(judge)
        finally:
            judge.close()

    session.with_checks(seed, Oracle(), inside, hidden=level != NONE)
