"""The judge: holds the oracle, the seed, the checks and the verdict; one per worker process."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from functools import cache
from typing import Any

from autograder import bank, intake, prose, session, syllabus
from autograder.box import QUESTION_SECONDS, Child, Ended, Nursery, NurseryFailed
from autograder.confine import FULL, NONE
from autograder.hints import Misconception, recognise
from autograder.oracle import Oracle
from autograder.record import Record, build, ungraded, unreadable

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

    def grade(self, submission: intake.Submission) -> Record:
        """The full record of one submission.  Whatever is in it, this returns."""
        started = time.perf_counter()
        try:
            notebook = intake.read(submission)
        except intake.Refused as error:
            return unreadable(submission, self._seed, str(error))
        try:
            weights = intake.read_weights(submission)
        except intake.Refused as error:
            weights = b""
            submission.notes.append(f"The weights were not taken: {error}.")
        problem = ""
        for _ in range(2):  # what fails before any student code ran is ours, and tried again
            try:
                record = self._sit(submission, notebook, weights)
                record.seconds = time.perf_counter() - started
                return record
            except Unreadable as error:
                return unreadable(submission, self._seed, str(error))
            except NurseryFailed as error:
                problem = str(error)
                self.close()
        return ungraded(submission, self._seed, problem)

    def _sit(self, submission: intake.Submission, notebook: bytes, weights: bytes) -> Record:
        if self._nursery is None:
            self._nursery = Nursery(self._level)
        if note := _version_note(notebook):
            submission.notes.append(note)
        parts = submission.parts or tuple(part.id for part in syllabus.parts())
        sitting = Sitting(self._nursery, notebook, weights, self._seconds)
        try:
            outcomes = self._run_checks(sitting, parts, submission.checks)
        finally:
            sitting.close()
        hints = {}
        for part in parts:
            asked = [a for outcome in outcomes if outcome.part == part for a in outcome.asked]
            failed = {o.check for o in outcomes if o.part == part and o.is_wrong}
            # A mistake would have cost all of its checks; running the others would cost minutes.
            known = [mistake for mistake in self._known[part] if failed.issuperset(mistake.loses)]
            hints[part] = recognise(asked, known)
        return build(submission, self._seed, outcomes, hints, sitting.ended, self._level)

    def close(self) -> None:
        if self._nursery is not None:
            self._nursery.close()
            self._nursery = None


def _version_note(notebook: bytes) -> str:
    """A sentence if the notebook belongs to another version of the assignment."""
    found = re.search(rb'ASSIGNMENT_VERSION = \\?"([0-9a-f]{8})\\?"', notebook)
    if found is None or found[1].decode() == prose.version():
        return ""
    return (
        f"The notebook is of version {found[1].decode()} of the assignment and was graded by the "
        f"checks of version {prose.version()}."
    )


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
