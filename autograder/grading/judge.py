"""The judge: holds the oracle, the seed, the checks and the verdict; one per worker process."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import cache
from typing import Any

from autograder import course
from autograder.checking import syllabus
from autograder.checking.misconceptions import Misconception, recognise
from autograder.checking.questions.time_limit import QUESTION_SECONDS
from autograder.checking.results import Outcome
from autograder.grading import known_answers, pytest_session
from autograder.grading.oracle import Oracle
from autograder.parts import bundled_data, notebook_text
from autograder.reports.record import Record, build, ungraded, unreadable
from autograder.sandbox.client import Child, ChildEndedError, ForkServer, ForkServerError
from autograder.sandbox.confinement import FULL, NONE
from autograder.submissions import files
from autograder.submissions.reader import assignment_version

LOAD_SECONDS = 30.0


class UnreadableError(ValueError):
    """The submission is no notebook with code."""


class ConfinedSubmission:
    """One submission replying to questions.

    A child that ends or hangs costs the rest of its part: that part's later questions get the
    same reply without being put, and the next part gets a fresh child.
    """

    def __init__(
        self, fork_server: ForkServer, notebook: bytes, weights: bytes, seconds: float
    ) -> None:
        self._fork_server, self._notebook, self._weights = fork_server, notebook, weights
        self._seconds = seconds
        self._child: Child | None = None
        self._part = ""
        self._one_part_only = False
        self._failed: ForkServerError | None = None
        self.ended: dict[str, ChildEndedError] = {}
        self.notes: list[str] = []  # what its author should know
        self._start()

    def begin(self, part: str) -> None:
        """The questions that follow belong to this part."""
        if part == self._part:
            return
        self._part = part
        if self._one_part_only:
            self.close()

    def reply(self, question: str, inputs: dict[str, Any]) -> dict[str, Any]:
        """Raises ForkServerError, and from then on at once: this sitting is lost."""
        if self._failed is not None:
            raise self._failed
        if self._part not in self.ended:
            try:
                if self._child is None:
                    self._start()
                assert self._child is not None
                return self._child.ask(question, inputs, self._seconds)
            except ChildEndedError as ended:
                self._child = None
                self.ended[self._part] = ended
            except ForkServerError as error:
                self._failed = error
                raise
        return {"ended": self.ended[self._part].words}

    def _start(self) -> None:
        """A fresh child with the notebook read.

        Raises ChildEndedError, UnreadableError or ForkServerError.
        """
        child = self._fork_server.child()
        names = syllabus.answer_names()
        if self._one_part_only:
            names = list(syllabus.part(self._part).answers)
        try:
            problem = child.load(
                self._notebook,
                names,
                LOAD_SECONDS,
                self._weights,
                _given(),
                syllabus.answer_names(),
            )
        except ChildEndedError:
            if self._one_part_only:
                raise
            # Something at the top level of a cell ends or hangs; find out whose part needs it.
            self._one_part_only = True
            if self._part:
                self._start()
            return
        if problem is not None:
            child.end()
            raise UnreadableError(problem)
        self.notes += [note for note in child.notes if note not in self.notes]
        self._child = child

    def close(self) -> None:
        if self._child is not None:
            self._child.end()
            self._child = None


class Judge:
    """Grades submissions, one after the other.

    level    of the sandbox, as in `confine`
    seconds  for each question
    """

    def __init__(
        self,
        seed: str,
        run_checks: pytest_session.RunChecks,
        level: str = FULL,
        seconds: float = QUESTION_SECONDS,
    ) -> None:
        self._seed, self._run_checks = seed, run_checks
        self._level, self._seconds = level, seconds
        self._fork_server: ForkServer | None = None
        self._notes: list[str] = []
        self._known: dict[str, list[Misconception]] = {part.id: [] for part in syllabus.parts()}
        for answer in known_answers.load("wrong"):
            self._known[answer.part].append(_misconception(answer))

    def grade(self, contents: files.Contents) -> Record:
        """The full record of one submission.  Whatever is in it, this returns."""
        started = time.perf_counter()
        if contents.problem:
            return ungraded(contents, self._seed, self._level, contents.problem)
        if contents.refused:
            return unreadable(contents, self._seed, self._level, contents.refused)
        problem = ""
        for _ in range(2):  # what fails before any student code ran is ours, and tried again
            try:
                record = self._sit(contents)
                record.seconds = time.perf_counter() - started
                return record
            except UnreadableError as error:
                return unreadable(contents, self._seed, self._level, str(error))
            except ForkServerError as error:
                problem = str(error)
                self.close()
        return ungraded(contents, self._seed, self._level, problem)

    def _sit(self, contents: files.Contents) -> Record:
        outcomes, ended = self.outcomes(contents)
        hints = {}
        for part in _parts(contents):
            asked = [a for outcome in outcomes if outcome.part == part for a in outcome.asked]
            failed = {o.check for o in outcomes if o.part == part and o.is_wrong}
            # A mistake would have cost all of its checks; running the others would cost minutes.
            known = [mistake for mistake in self._known[part] if failed.issuperset(mistake.loses)]
            hints[part] = recognise(asked, known)
        record = build(contents, self._seed, self._level, outcomes, hints, ended)
        record.notes += [*self._notes, *_version_note(contents.notebook)]
        return record

    def outcomes(
        self, contents: files.Contents
    ) -> tuple[list[Outcome], dict[str, ChildEndedError]]:
        """What every check said on every case, and which parts ended their process.

        Raises UnreadableError and ForkServerError.
        """
        if self._fork_server is None:
            self._fork_server = ForkServer(self._level)
        sitting = ConfinedSubmission(
            self._fork_server, contents.notebook, contents.weights, self._seconds
        )
        try:
            return self._run_checks(sitting, _parts(contents), contents.checks), sitting.ended
        finally:
            self._notes = sitting.notes
            sitting.close()

    def close(self) -> None:
        if self._fork_server is not None:
            self._fork_server.close()
            self._fork_server = None


@cache
def _given() -> dict[str, bytes]:
    """The files of the bundle that notebooks read, in the folder where students have it."""
    folder = f"{course.load().assignment}-bundle"
    return {f"{folder}/{name}": data for name, data in bundled_data.files().items()}


def _parts(contents: files.Contents) -> tuple[str, ...]:
    return contents.parts or tuple(part.id for part in syllabus.parts())


def _version_note(notebook: bytes) -> list[str]:
    """A sentence if the notebook belongs to another version of the assignment."""
    theirs = assignment_version(notebook)
    if theirs in ("", notebook_text.version()):
        return []
    return [
        f"The notebook is of version {theirs} of the assignment and was graded by the "
        f"checks of version {notebook_text.version()}."
    ]


def _misconception(answer: known_answers.KnownAnswer) -> Misconception:
    """A wrong answer of the bank, run only when a submission fails a check of its part."""

    @cache
    def oracle() -> Oracle:
        return Oracle(known_answers.names(answer))

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

    Without a sandbox there are public cases only.
    """

    def inside(run_checks: pytest_session.RunChecks) -> None:
        judge = Judge(seed, run_checks, level, seconds)
        try:
            work(judge)
        finally:
            judge.close()

    pytest_session.with_checks(seed, Oracle(), inside, hidden=level != NONE)
