"""What the judge spends on the answers of one submission, in time and memory, has an end."""

from __future__ import annotations

import weakref

import numpy as np
import pytest

from autograder.checking.compare import WrongAnswerError
from autograder.checking.drawing import Sketch
from autograder.checking.reply import StoppedError, beyond
from autograder.checking.results import Outcome, let_go
from autograder.grading import pytest_session
from autograder.grading.oracle import Oracle
from autograder.submissions.spent import Spent

PARTS = ("flip", "metrics")


class Stub:
    """Whoever has not begun yet, which takes no time to judge."""

    def begin(self, part, hidden):
        pass

    def reply(self, question, inputs):
        return {"unstarted": True}


@pytest.fixture(scope="module")
def stopped():
    """Return which parts had checks that were not judged, for what was taken before."""
    found = []
    befores = [
        {},
        {"flip": pytest_session.JUDGING_SECONDS + 1},
        {"crop": pytest_session.ALL_JUDGING_SECONDS + 1},
    ]

    def work(run):
        for before in befores:
            spent = Spent()
            spent.judging.update(before)
            outcomes = run(Stub(), PARTS, (), spent)
            found.append({o.part for o in outcomes if isinstance(o.error, StoppedError)})
            assert sum(spent.judging.values()) > sum(before.values())

    pytest_session.with_checks("a seed", Oracle(), work)
    return found


def test_a_part_has_so_many_seconds_and_all_parts_have(stopped):
    assert stopped == [set(), {"flip"}, set(PARTS)]


# ---------------------------------------------------------------- what is kept


class Wordy(Stub):
    """Replies with what is small each time, and much in all; to one part, in hidden cases too."""

    sent = 0

    def begin(self, part, hidden):
        self.part = part

    def reply(self, question, inputs):
        if self.part != "metrics":
            return {"unstarted": True}
        self.sent += 1
        return {"answer": {"nme": ["x" * 10_000] * 25, "more": list(range(10_000))}}


def test_what_is_kept_of_a_part_has_an_end_and_is_let_go(monkeypatch):
    monkeypatch.setattr(pytest_session, "MAX_KEPT", 2**22)
    weights, sizes, wordy = {}, [], Wordy()

    def work(run):
        def finished(part, own):
            asked = [asked for outcome in own for asked in outcome.asked]
            weights[part] = sum(
                beyond(asked.got, {}) for asked in {a.key: a for a in asked}.values()
            )
            sizes.append(len(run.__self__.replies))

        outcomes = run(wordy, PARTS, (), Spent(), finished)
        own = [outcome for outcome in outcomes if outcome.part == "metrics"]
        assert any(isinstance(outcome.error, StoppedError) for outcome in own)
        assert not any(outcome.asked for outcome in outcomes)
        assert not run.__self__.replies

    pytest_session.with_checks("a seed", Oracle(), work)
    assert set(weights) == set(PARTS) and 2**20 < weights["metrics"] < 2**22 + 2**19
    assert sizes[-1] == wordy.sent > 5  # flip's are gone by then


def test_values_go_and_words_stay():
    error = None
    try:
        values = np.zeros(10)
        watched = weakref.ref(values)
        raise WrongAnswerError("0", "1", sketch=Sketch(values))
    except WrongAnswerError as raised:
        error = raised
    del values
    hidden = Outcome("flip", "points", True, "a case", error)
    assert watched() is not None
    let_go([hidden])
    assert watched() is None and error.got == "1"
