"""The judge's own time for the answers of one submission has an end."""

from __future__ import annotations

import pytest

from autograder.checking.reply import StoppedError
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
