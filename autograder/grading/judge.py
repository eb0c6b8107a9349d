"""The judge: holds the oracle, the seed, the checks and the verdict; one per worker process."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from copy import deepcopy
from dataclasses import replace
from functools import cache

from autograder import course
from autograder.checking import syllabus
from autograder.checking.misconceptions import Misconception, recognise
from autograder.checking.questions.time_limit import QUESTION_SECONDS
from autograder.checking.results import Outcome
from autograder.grading import known_answers, pytest_session
from autograder.grading.oracle import Oracle
from autograder.parts import bundled_data, notebook_text
from autograder.reports.record import Hints, Record, build, ungraded, unreadable
from autograder.sandbox.client import ForkServer
from autograder.sandbox.confinement import FULL, NONE
from autograder.sandbox.sitting import HandIn, Sitting, UnreadableError
from autograder.sandbox.time_budget import Limits
from autograder.submissions import files
from autograder.submissions.attempts import BLAMED, Attempts, empty
from autograder.submissions.reader import assignment_version
from autograder.submissions.spent import Spent

# Of looking for hints, for one submission; a mistake is run once for all submissions of a worker,
# and only odd ones fail so many checks that all mistakes have to be.
HINT_SECONDS = 60.0


class Judge:
    """Grades submissions, one after the other.

    level    of the sandbox, as in `confine`
    limits   of the time that a submission may compute; those of course.toml if None
    """

    def __init__(
        self,
        seed: str,
        run_checks: pytest_session.RunChecks,
        level: str = FULL,
        limits: Limits | None = None,
    ) -> None:
        self._seed, self._run_checks = seed, run_checks
        self._level = level
        self._limits = limits or _limits()
        self._fork_server: ForkServer | None = None
        self._notes: list[str] = []
        self._known: dict[str, list[Misconception]] = {part.id: [] for part in syllabus.parts()}
        for answer in known_answers.load("wrong"):
            self._known[answer.part].append(_misconception(answer))

    def grade(
        self,
        contents: files.Contents,
        tell: Callable[[str, Spent], None] = lambda part, spent: None,
    ) -> Record:
        """The full record of one submission.  Whatever is in it, this returns.

        tell  is called with each part before its questions are put, and as its time is used
        """
        started = time.perf_counter()
        if contents.problem:
            return ungraded(contents, self._seed, self._level, contents.problem)
        if contents.refused:
            return unreadable(contents, self._seed, self._level, contents.refused)
        contents = replace(contents, spent=deepcopy(contents.spent))
        attempts = Attempts()
        following: files.Contents | None = contents
        while following is not None:
            reached = [""]

            def note(part: str, reached: list[str] = reached) -> None:
                reached.append(part)
                tell(part, contents.spent)

            try:
                record = self._sit(following, note)
                record.seconds = time.perf_counter() - started
                return record
            except UnreadableError as error:
                return unreadable(contents, self._seed, self._level, str(error))
            except Exception as error:  # of the fork server, or whatever nobody foresaw
                problem = repr(error)[:2000]
                with suppress(Exception):
                    self.close()
                following = attempts.after(following, reached[-1])
        return self._without_parts(contents, problem)

    def _without_parts(self, contents: files.Contents, problem: str) -> Record:
        """Return a blank if the grader has failed, which then fails without the submission, too."""
        try:
            self.outcomes(empty())
        except UnreadableError:
            record = unreadable(contents, self._seed, self._level, BLAMED)
            record.kit["problem"] = problem
            return record
        except Exception:
            self._fork_server = None
        return ungraded(contents, self._seed, self._level, problem)

    def _sit(self, contents: files.Contents, tell: Callable[[str], None]) -> Record:
        hints: Hints = {(part, hidden): {} for part in _parts(contents) for hidden in (False, True)}
        problems: dict[str, str] = {}

        def finished(part: str, own: list[Outcome]) -> None:
            found, problem = self._hints(part, own, contents.spent)
            hints.update(found)
            if problem:
                problems[f"hints of {part}"] = problem

        outcomes, ended = self.outcomes(contents, tell, finished)
        record = build(contents, self._seed, self._level, outcomes, hints, ended)
        record.notes += [*self._notes, *_version_note(contents.notebook)]
        record.kit |= problems
        return record

    def _hints(self, part: str, own: list[Outcome], spent: Spent) -> tuple[Hints, str]:
        """Return a part's recognised mistakes, and in words why looking for them failed, if so.

        What stands under a public check comes from public questions alone.
        """
        hints: Hints = {}
        if spent.hints > HINT_SECONDS:
            return hints, "none, for looking for others took too long"
        started = time.process_time()
        failed = {outcome.check for outcome in own if outcome.is_wrong}
        # A mistake would have cost all of its checks; running the others would cost minutes.
        known = [mistake for mistake in self._known[part] if failed.issuperset(mistake.loses)]
        try:
            for hidden in (False, True):
                asked = [
                    a for outcome in own if hidden or not outcome.hidden for a in outcome.asked
                ]
                hints[part, hidden] = recognise(asked, known)
            return hints, ""
        except Exception as error:  # a reply that nobody foresaw: it costs its hint
            return hints, repr(error)[:500]
        finally:
            spent.hints += time.process_time() - started

    def outcomes(
        self,
        contents: files.Contents,
        tell: Callable[[str], None] = lambda part: None,
        finished: Callable[[str, list[Outcome]], None] | None = None,
    ) -> tuple[list[Outcome], dict[str, str]]:
        """What every check said on every case, and which parts were stopped, and why.

        finished  as for the session that runs the checks

        Raises UnreadableError and ForkServerError.
        """
        if self._fork_server is None:
            self._fork_server = ForkServer(self._level)
        answers = {part.id: list(part.answers) for part in syllabus.parts()}
        hand_in = HandIn(contents.notebook, contents.weights, answers, _given())
        spent = contents.spent
        sitting = Sitting(self._fork_server, hand_in, self._limits, spent, tell)
        sitting.ended |= dict.fromkeys(contents.stopped, "judging it failed, twice")
        try:
            return (
                self._run_checks(sitting, _parts(contents), contents.checks, spent, finished),
                sitting.ended,
            )
        finally:
            self._notes = sitting.notes
            sitting.close()

    def close(self) -> None:
        if self._fork_server is not None:
            self._fork_server.close()
            self._fork_server = None


def _limits() -> Limits:
    settings = course.load()
    return Limits(QUESTION_SECONDS, settings.part_seconds, settings.submission_seconds)


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
    limits: Limits | None = None,
) -> None:
    """Call `work` with a judge inside its pytest session.

    Without a sandbox there are public cases only.
    """

    def inside(run_checks: pytest_session.RunChecks) -> None:
        judge = Judge(seed, run_checks, level, limits)
        try:
            work(judge)
        finally:
            judge.close()

    pytest_session.with_checks(seed, Oracle(), inside, hidden=level != NONE)
