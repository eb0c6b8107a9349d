"""The checks as one long pytest session that runs again for every submission.

Starting pytest costs more than all the checks of a submission, so a judge collects them once and
then takes submissions, one after the other, inside pytest's own run loop.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Protocol, cast

import pytest

from autograder import cases, syllabus
from autograder.asking import question_key
from autograder.box import NurseryFailed
from autograder.case import Case
from autograder.hints import Asked
from autograder.oracle import Oracle
from autograder.replies import open_reply
from autograder.results import Outcome

CHECKS = Path(__file__).with_name("checks")


class Respondent(Protocol):
    """Whoever replies to questions: a confined submission, as a rule."""

    def begin(self, part: str) -> None: ...

    def reply(self, question: str, inputs: dict[str, Any]) -> dict[str, Any]: ...


RunChecks = Callable[[Respondent], list[Outcome]]


def with_checks(seed: str, oracle: Oracle, work: Callable[[RunChecks], None]) -> None:
    """Collect the checks, then call `work` with a function that runs them on a respondent.

    Raises RuntimeError if the checks cannot be collected, and whatever `work` raises.
    """
    plugin = _Plugin(seed, oracle, work)
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    options = ["-p", "no:terminal", "-p", "no:cacheprovider", "-p", "no:logging", "-s"]
    modules = [str(CHECKS / f"{part.id}.py") for part in syllabus.parts()]
    code = pytest.main(
        [*options, "--assert=plain", f"--rootdir={CHECKS}", "-c", os.devnull, *modules],
        plugins=[plugin],
    )
    if plugin.failure is not None:
        raise plugin.failure
    if not plugin.ran:
        raise RuntimeError(f"the checks could not be collected (pytest exit code {code!r})")


class _Plugin:
    def __init__(self, seed: str, oracle: Oracle, work: Callable[[RunChecks], None]) -> None:
        self.seed, self.oracle, self.work = seed, oracle, work
        self.failure: BaseException | None = None
        self.ran = False
        self.items: list[pytest.Function] = []
        self.respondent: Respondent | None = None
        self.outcome: Outcome | None = None
        self.replies: dict[str, dict[str, Any]] = {}  # of this respondent, to what was asked

    # ---- collecting

    def pytest_generate_tests(self, metafunc: pytest.Metafunc) -> None:
        part, check = _names(metafunc.module.__name__, metafunc.function.__name__)
        drawn = [
            pytest.param((hidden, case), id=f"{'hidden' if hidden else 'public'}-{number}")
            for hidden in (False, True)
            for number, case in enumerate(cases.draw(part, check, hidden, self.seed))
        ]
        metafunc.parametrize("drawn", drawn)

    def pytest_collection_modifyitems(self, items: list[pytest.Function]) -> None:
        order = {
            (part.id, check.id): (p, c)
            for p, part in enumerate(syllabus.parts())
            for c, check in enumerate(part.checks)
        }
        found = {_names(item.module.__name__, item.originalname) for item in items}
        if found != set(order):
            raise pytest.UsageError(f"syllabus and checks differ in {found ^ set(order)}")
        items.sort(key=lambda item: order[_names(item.module.__name__, item.originalname)])
        self.items = items

    # ---- running

    def pytest_runtestloop(self) -> bool:
        self.ran = True
        try:
            self.work(self.run)
        except BaseException as error:
            self.failure = error
        return True

    def run(self, respondent: Respondent) -> list[Outcome]:
        """Every check on every case, with this respondent.  Raises NurseryFailed."""
        self.respondent, self.replies = respondent, {}
        outcomes = []
        for item, following in zip(self.items, [*self.items[1:], None], strict=True):
            drawn = cast("tuple[bool, Case]", item.callspec.params["drawn"])
            part, check = _names(item.module.__name__, item.originalname)
            self.outcome = Outcome(part, check, drawn[0], drawn[1].name)
            respondent.begin(part)
            started = time.perf_counter()
            item.ihook.pytest_runtest_protocol(item=item, nextitem=following)
            self.outcome.seconds = time.perf_counter() - started
            outcomes.append(self.outcome)
        for outcome in outcomes:
            # Ours, and nothing to hold against an answer.  Raised only now, for pytest has to
            # tear down each item before the session can run again.
            if isinstance(outcome.error, NurseryFailed):
                raise outcome.error
        return outcomes

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self, call: pytest.CallInfo[None]) -> Iterator[Any]:
        if call.excinfo is not None and self.outcome is not None:
            self.outcome.error = call.excinfo.value
        return (yield)

    # ---- what a check is given

    @pytest.fixture
    def case(self, drawn: tuple[bool, Case]) -> Case:
        return drawn[1]

    @pytest.fixture
    def expect(self) -> Callable[..., dict[str, Any]]:
        return self.oracle.expect

    @pytest.fixture
    def ask(self) -> Callable[..., dict[str, Any]]:
        def ask(question: str, **inputs: Any) -> dict[str, Any]:
            assert self.respondent is not None and self.outcome is not None
            key = question_key(question, inputs)
            if key not in self.replies:  # several checks look at the same answer
                self.replies[key] = self.respondent.reply(question, inputs)
            got, want = self.replies[key], self.oracle.reply(question, inputs, key)
            self.outcome.asked.append(Asked(self.outcome.check, key, question, inputs, got, want))
            return open_reply(got)

        return ask


def _names(module: str, function: str) -> tuple[str, str]:
    return module.rsplit(".", 1)[-1], function.removeprefix("test_")
