"""How long a submission may compute, on a clock of the test's own."""

from __future__ import annotations

import pytest

from autograder.checking.questions.time_limit import CLOCK
from autograder.sandbox import time_budget
from autograder.sandbox.messages import LateError
from autograder.sandbox.time_budget import LOOK, Budget, Limits, Stopwatch
from autograder.submissions.spent import Spent


class Machine:
    """Time goes by when somebody waits, and so much of it is the submission's."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, share: float) -> None:
        self.now, self.share = 1000.0, share
        monkeypatch.setattr(time_budget.time, "monotonic", lambda: self.now)

    def cpu(self) -> float:
        return self.share * self.now

    def wait_until_late(self, watch: Stopwatch) -> float:
        started = self.now
        with pytest.raises(LateError):
            self.wait(watch, 1e9)
        return self.now - started

    def wait(self, watch: Stopwatch, seconds: float) -> None:
        end = self.now + seconds
        while self.now < end:
            self.now += watch.left()


@pytest.mark.parametrize(("share", "seconds"), [(1.0, 3.0), (0.5, 6.0), (0.01, 3.0 * CLOCK)])
def test_cpu_seconds_decide_and_the_clock_ends_who_sleeps(monkeypatch, share, seconds):
    machine = Machine(monkeypatch, share)
    assert machine.wait_until_late(Stopwatch(machine.cpu, 3.0)) == pytest.approx(seconds, abs=0.6)


def test_quick_replies_cost_the_clocks_time_and_no_look(monkeypatch):
    machine = Machine(monkeypatch, 1.0)
    budget = Budget(Limits(10, 30, 120))
    for _ in range(10):
        with budget.question("flip", pytest.fail):
            machine.now += LOOK / 5
    assert budget.sitting == pytest.approx(10 * LOOK / 5)


def test_a_part_and_all_parts_have_an_end(monkeypatch):
    machine = Machine(monkeypatch, 1.0)
    budget = Budget(Limits(question=10, part=30, sitting=70))
    asked = {"flip": 0, "crop": 0, "encode": 0}
    for part in asked:
        while not budget.over(part):
            asked[part] += 1
            with budget.question(part, machine.cpu) as watch:
                machine.wait_until_late(watch)
    assert asked == {"flip": 3, "crop": 3, "encode": 1}
    assert "70 s" in budget.over("decode")


def test_a_question_gets_no_more_than_is_left_to_its_part(monkeypatch):
    machine = Machine(monkeypatch, 1.0)
    budget = Budget(Limits(question=10, part=12, sitting=100))
    with budget.question("flip", machine.cpu) as watch:
        machine.wait(watch, 9)
    with budget.question("flip", machine.cpu) as watch:
        assert machine.wait_until_late(watch) == pytest.approx(3, abs=2 * LOOK)
    assert budget.over("flip") and not budget.over("crop")


def test_time_is_not_given_back_when_its_processes_are_gone(monkeypatch):
    machine = Machine(monkeypatch, 1.0)
    watch = Stopwatch(machine.cpu, 10)
    machine.wait(watch, 4)
    used = watch.used()
    machine.share = 0.0
    assert watch.used() == used == pytest.approx(4)


def test_reading_has_a_budget_of_its_own(monkeypatch):
    machine = Machine(monkeypatch, 1.0)
    budget = Budget(Limits(10, 30, 120, reading=5))
    with budget.read(30, machine.cpu) as watch:
        assert machine.wait_until_late(watch) == pytest.approx(5, abs=2 * LOOK)
    assert "reading" in budget.over("flip") and budget.sitting == 0


def test_attempts_share_one_budget(monkeypatch):
    """Whoever is graded anew has what is left, however often."""
    machine, spent, limits = Machine(monkeypatch, 1.0), Spent(), Limits(10, 30, 70)
    started = machine.now
    for _ in range(10):
        budget = Budget(limits, spent)
        for part in ("flip", "crop", "encode"):
            if not budget.over(part):
                with budget.question(part, machine.cpu) as watch:
                    machine.wait_until_late(watch)
    assert machine.now - started == pytest.approx(70, abs=10 * LOOK)
