"""No submission leaves a blank or ends a judge; a public check's hint is of public questions."""

from __future__ import annotations

import numpy as np
import pytest
from conftest import SEED

from autograder.checking import syllabus
from autograder.checking.compare import WrongAnswerError
from autograder.checking.misconceptions import Asked, Misconception
from autograder.checking.reply import StoppedError
from autograder.checking.results import Outcome, check_result
from autograder.grading import judge as judging
from autograder.grading.judge import Judge
from autograder.sandbox.client import ForkServerError
from autograder.submissions.attempts import empty
from autograder.submissions.files import Contents
from autograder.submissions.spent import Spent

RIGHT, MISTAKEN = ({"answer": {"points": np.full(3, value)}} for value in (0.0, 1.0))
KNOWN = Misconception("twice", ("points",), "You did it twice.", lambda asked: MISTAKEN)


def outcome(hidden: bool, case: str, got: dict) -> Outcome:
    asked = [Asked("points", f"{case} {k}", "flip", {"k": k}, got, RIGHT) for k in range(3)]
    error = WrongAnswerError("0", "1") if got is not RIGHT else None
    return Outcome("flip", "points", hidden, case, error, asked=asked)


@pytest.fixture
def judge():
    judge = Judge(SEED, lambda *arguments: [])
    judge._known["flip"] = [KNOWN]
    return judge


@pytest.mark.parametrize(
    ("public", "hidden", "told"),
    [
        (MISTAKEN, MISTAKEN, {False, True}),
        (RIGHT, MISTAKEN, set()),  # the public replies speak against it
        ({"answer": {"points": np.full(3, 9.0)}}, MISTAKEN, set()),
        (MISTAKEN, RIGHT, {False}),
    ],
)
def test_a_public_hint_is_of_public_questions(judge, public, hidden, told):
    outcomes = [outcome(False, "seen", public), outcome(True, "unseen", hidden)]
    hints, problem = judge._hints("flip", outcomes, Spent())
    assert {hidden for (_, hidden), found in hints.items() if found} == told and not problem


def test_hidden_replies_alone_give_no_public_hint(judge):
    hints, _ = judge._hints("flip", [outcome(True, "unseen", MISTAKEN)], Spent())
    assert hints["flip", True]["points"] is KNOWN and not hints["flip", False]


def test_a_reply_that_hints_stumble_over_costs_its_hint(judge):
    class Odd(dict):
        def keys(self):
            raise RuntimeError("nobody foresaw this")

    outcomes = [outcome(False, "seen", {"answer": Odd(points=1)})]
    hints, problem = judge._hints("flip", outcomes, Spent())
    assert not any(hints.values()) and "nobody foresaw" in problem


def test_looking_for_hints_has_an_end(judge, monkeypatch):
    monkeypatch.setattr(judging, "HINT_SECONDS", -1.0)
    hints, problem = judge._hints("flip", [outcome(False, "seen", MISTAKEN)], Spent())
    assert not any(hints.values()) and "took too long" in problem


# ---------------------------------------------------------------- never a blank

PARTS = ("flip", "metrics")
FLIPS_CELL = "code cell 3, line 1"
ERRORS = [MemoryError(), RecursionError(), AttributeError("x"), ForkServerError("it is gone")]


class Broken:
    """A fork server and its children; something raises an error as soon as a part is asked for.

    where  "reading", "asking" or "judging", "everything" for a grader that works for nobody
    """

    def __init__(self, where: str, error: Exception) -> None:
        self.where, self.error = where, error
        self.notes: list[str] = []

    def child(self):
        return self

    def end(self) -> int:
        return 0

    close = end

    def cpu_seconds(self) -> float:
        return 0.0

    def load(self, notebook, names, deadline, weights, given, assignment, stopped):
        if self.where == "everything":
            raise self.error
        if notebook == empty().notebook:
            return "no code"
        self.reading = FLIPS_CELL
        if self.where == "reading" and FLIPS_CELL not in stopped:
            raise self.error
        return None

    def ask(self, question, inputs, deadline):
        if self.where == "asking" and question == "flip":
            raise self.error
        left_out = self.where == "reading" and question == "flip"
        return {"missing": {"name": "flip", "why": FLIPS_CELL}} if left_out else RIGHT

    def run_checks(self, sitting, parts, checks, spent, finished):
        outcomes = []
        for hidden in (False, True):
            for part in parts:
                sitting.begin(part, hidden)
                reply = sitting.reply(part, {})
                if self.where == "judging" and part == "flip" and "ended" not in reply:
                    raise self.error
                error = None if reply is RIGHT else StoppedError("an answer", str(reply))
                own = (check.id for check in syllabus.part(part).checks)
                outcomes += [Outcome(part, check, hidden, "a case", error) for check in own]
        return outcomes


def graded(monkeypatch, where: str, error: Exception):
    broken = Broken(where, error)
    monkeypatch.setattr(judging, "ForkServer", lambda level: broken)
    return Judge(SEED, broken.run_checks).grade(Contents("a", "a", b"{}", parts=PARTS))


@pytest.mark.parametrize("where", ["reading", "asking", "judging"])
@pytest.mark.parametrize("error", ERRORS, ids=repr)
def test_whatever_fails_at_a_part_costs_that_part(monkeypatch, where, error):
    record = graded(monkeypatch, where, error)
    if where == "reading" and isinstance(error, ForkServerError):  # no part is to blame
        assert (record.status, record.score) == ("unreadable", 0) and "gone" in record.kit[
            "problem"
        ]
        return
    points = {part.id: (part.score, part.status) for part in record.parts}
    full = syllabus.part("metrics").points
    # A statement that cannot be read is left out, and the part goes on without its names.
    status, all_in_all = ("graded", "graded") if where == "reading" else ("stopped", "partial")
    assert points == {"flip": (0, status), "metrics": (full, "graded")}
    assert (record.status, record.score) == (all_in_all, full)


@pytest.mark.parametrize("error", [ERRORS[-1]], ids=repr)
def test_a_grader_that_works_for_nobody_leaves_a_blank(monkeypatch, error):
    record = graded(monkeypatch, "everything", error)
    assert (record.status, record.score) == ("not-graded", None)


def test_words_that_cannot_be_told_cost_no_record():
    class Odd(WrongAnswerError):
        @property
        def expected(self):
            raise KeyError("nobody foresaw this")

        @expected.setter
        def expected(self, value):
            pass

    (check, *_) = syllabus.part("flip").checks
    found = [Outcome("flip", check.id, False, "a case", Odd("0", "1"))]
    result = check_result("flip", check, False, found, None)
    assert (result.status, result.score) == ("stopped", 0)


def test_time_is_carried_over_from_one_attempt_to_the_next(monkeypatch):
    seen = []
    broken = Broken("judging", ForkServerError("it is gone"))
    real = broken.run_checks

    def run_checks(sitting, parts, checks, spent, finished):
        seen.append(spent.parts["flip"])
        spent.parts["flip"] += 1
        return real(sitting, parts, checks, spent, finished)

    monkeypatch.setattr(judging, "ForkServer", lambda level: broken)
    contents = Contents("a", "a", b"{}", parts=PARTS)
    Judge(SEED, run_checks).grade(contents)
    assert [round(seconds) for seconds in seen] == [0, 1, 2]
    assert not contents.spent.parts  # the next time it is graded it has all of its time
