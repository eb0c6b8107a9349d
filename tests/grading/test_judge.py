"""What stands under a public check comes from public questions; no odd reply ends a judge."""

from __future__ import annotations

import numpy as np
import pytest
from conftest import SEED

from autograder.checking.compare import WrongAnswerError
from autograder.checking.misconceptions import Asked, Misconception
from autograder.checking.results import Outcome
from autograder.grading import judge as judging
from autograder.grading.judge import Judge

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
    hints, problems = judge._hints(("flip",), outcomes)
    assert {hidden for (_, hidden), found in hints.items() if found} == told and not problems


def test_hidden_replies_alone_give_no_public_hint(judge):
    hints, _ = judge._hints(("flip",), [outcome(True, "unseen", MISTAKEN)])
    assert hints["flip", True]["points"] is KNOWN and not hints["flip", False]


def test_a_reply_that_hints_stumble_over_costs_its_hint(judge):
    class Odd(dict):
        def keys(self):
            raise RuntimeError("nobody foresaw this")

    outcomes = [outcome(False, "seen", {"answer": Odd(points=1)})]
    hints, problems = judge._hints(("flip",), outcomes)
    assert not any(hints.values()) and "nobody foresaw" in problems["hints of flip"]


def test_looking_for_hints_has_an_end(judge, monkeypatch):
    monkeypatch.setattr(judging, "HINT_SECONDS", -1.0)
    hints, problems = judge._hints(("flip",), [outcome(False, "seen", MISTAKEN)])
    assert not any(hints.values()) and "from flip on" in problems["hints"]
