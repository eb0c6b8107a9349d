"""The checks as one long pytest session that runs again for every submission.

Starting pytest costs more than all the checks of a submission, so a judge collects them once and
then takes submissions, one after the other, inside pytest's own run loop.  An item of the session
is a check on all its public or all its hidden cases.
"""

from __future__ import annotations

import os
import time
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import Any, Protocol, cast

import pytest

from autograder.checking import syllabus
from autograder.checking.case import Case
from autograder.checking.misconceptions import Asked
from autograder.checking.questions.evaluate import question_key
from autograder.checking.reply import StoppedError, beyond, bounded, open_reply
from autograder.checking.results import Outcome, let_go
from autograder.grading.oracle import Oracle
from autograder.parts import cases
from autograder.sandbox.client import ForkServerError
from autograder.submissions.spent import Spent

# That the checks of a part and of all parts may compute, whatever the answers are.
JUDGING_SECONDS, ALL_JUDGING_SECONDS = 20.0, 60.0
MAX_KEPT = 2**24  # bytes of texts and small values of a part, beyond twice those of right ones
CHECKS = Path(__file__).resolve().parents[1] / "parts" / "checks"


class Respondent(Protocol):
    """Whoever replies to questions: a confined submission, as a rule."""

    def begin(self, part: str, hidden: bool) -> None: ...

    def reply(self, question: str, inputs: dict[str, Any]) -> dict[str, Any]: ...


class RunChecks(Protocol):
    """Runs the checks, as `_Plugin.run` does."""

    def __call__(
        self,
        respondent: Respondent,
        parts: Collection[str],
        checks: Collection[str] = (),
        spent: Spent | None = None,
        finished: Callable[[str, list[Outcome]], None] | None = None,
    ) -> list[Outcome]: ...


def with_checks(
    seed: str, oracle: Oracle, work: Callable[[RunChecks], None], hidden: bool = True
) -> None:
    """Collect the checks, then call `work` with a function that runs them on a respondent.

    hidden  whether to run hidden cases, too

    Raises RuntimeError if the checks cannot be collected, and whatever `work` raises.
    """
    plugin = _Plugin(seed, oracle, work, hidden)
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
    def __init__(
        self, seed: str, oracle: Oracle, work: Callable[[RunChecks], None], hidden: bool
    ) -> None:
        self.seed, self.oracle, self.work, self.hidden = seed, oracle, work, hidden
        self.failure: BaseException | None = None
        self.ran = False
        self.items: list[pytest.Function] = []
        self.respondent: Respondent | None = None
        self.outcomes: list[Outcome] = []
        # Of this respondent, to what was asked; those to public cases never serve hidden ones.
        self.replies: dict[tuple[bool, str], dict[str, Any]] = {}
        self.replied: dict[str, list[tuple[bool, str]]] = defaultdict(list)  # by part
        self.kept: dict[str, int] = defaultdict(int)  # of each part, bytes beyond what is right
        self.spent = Spent()
        self.oracle_seconds = 0.0

    # ---- collecting

    def pytest_generate_tests(self, metafunc: pytest.Metafunc) -> None:
        """Public cases of every check, hidden ones where they are worth points."""
        part, check = _names(metafunc.module.__name__, metafunc.function.__name__)
        drawn = [
            pytest.param(_Drawn(part, check, hidden, self.seed), id=kind)
            for kind, hidden in (("public", False), ("hidden", True))
            if not hidden or (self.hidden and syllabus.check(part, check).hidden)
        ]
        metafunc.parametrize("case", drawn)

    def pytest_collection_modifyitems(self, items: list[pytest.Function]) -> None:
        order = {
            (part.id, check.id): (p, c)
            for p, part in enumerate(syllabus.parts())
            for c, check in enumerate(part.checks)
        }
        found = {_names(item.module.__name__, item.originalname) for item in items}
        if found != set(order):
            raise pytest.UsageError(f"syllabus and checks differ in {found ^ set(order)}")
        # All public cases first: nothing of a hidden one is known while they are asked.
        items.sort(
            key=lambda item: (
                _drawn(item).hidden,
                order[_names(item.module.__name__, item.originalname)],
            )
        )
        self.items = items

    # ---- running

    def pytest_runtestloop(self) -> bool:
        self.ran = True
        try:
            self.work(self.run)
        except BaseException as error:
            self.failure = error
        return True

    def run(
        self,
        respondent: Respondent,
        parts: Collection[str],
        checks: Collection[str] = (),
        spent: Spent | None = None,
        finished: Callable[[str, list[Outcome]], None] | None = None,
    ) -> list[Outcome]:
        """The checks of these parts on every case, with this respondent.  Raises ForkServerError.

        checks    the only ones, as "part.check"; all of them if empty
        spent     what judging this respondent has taken before; it is added to
        finished  is called with each part that has been judged and its outcomes, the only time
                  that they hold what was asked; without it they keep that
        """
        self.spent = spent or Spent()
        self.respondent, self.replies, self.outcomes = respondent, {}, []
        self.replied, self.kept = defaultdict(list), defaultdict(int)
        items = [
            item
            for item in self.items
            if _part(item) in parts and (not checks or _check(item) in checks)
        ]
        last = {_part(item): item for item in items}
        for item, following in zip(items, [*items[1:], None], strict=True):
            item.ihook.pytest_runtest_protocol(item=item, nextitem=following)
            if finished is not None and last[_part(item)] is item:
                self._finish(_part(item), finished)
        for outcome in self.outcomes:
            # Ours, and nothing to hold against an answer.  Raised only now, for pytest has to
            # tear down each item before the session can run again.
            if isinstance(outcome.error, ForkServerError):
                raise outcome.error
        self.replies = {}
        return self.outcomes

    def _finish(self, part: str, finished: Callable[[str, list[Outcome]], None]) -> None:
        own = [outcome for outcome in self.outcomes if outcome.part == part]
        if any(isinstance(outcome.error, ForkServerError) for outcome in own):
            return  # all is lost; what failed for that looks like every mistake there is
        finished(part, own)
        let_go(own)
        for key in self.replied.pop(part, ()):
            del self.replies[key]

    @pytest.hookimpl(tryfirst=True)
    def pytest_pyfunc_call(self, pyfuncitem: pytest.Function) -> bool:
        """Call the check for each of its cases, whatever it said on the one before."""
        assert self.respondent is not None
        part, check = _names(pyfuncitem.module.__name__, pyfuncitem.originalname)
        drawn = _drawn(pyfuncitem)
        self.respondent.begin(part, drawn.hidden)
        for case in drawn.cases:
            outcome = Outcome(part, check, drawn.hidden, case.name)
            started, judging = time.perf_counter(), time.process_time() - self.oracle_seconds
            try:
                if self.is_judged_too_long(part):
                    raise StoppedError("answers that can be judged in seconds", "others")
                pyfuncitem.obj(partial(self.put, outcome, case), self.expect, case)
            except Exception as error:
                outcome.error = error
            outcome.seconds = time.perf_counter() - started
            taken = time.process_time() - self.oracle_seconds - judging
            self.spent.judging[part] += taken
            self.outcomes.append(outcome)
        return True

    def is_judged_too_long(self, part: str) -> bool:
        taken = self.spent.judging
        return taken[part] > JUDGING_SECONDS or sum(taken.values()) > ALL_JUDGING_SECONDS

    # ---- what a check is given

    @pytest.fixture
    def ask(self) -> None:
        """Stands for `put`, with the outcome of the case at hand."""

    @pytest.fixture(name="expect")
    def expect_(self) -> None:
        """Stands for `expect`."""

    def put(self, outcome: Outcome, case: Case, question: str, **inputs: Any) -> dict[str, Any]:
        assert self.respondent is not None
        key = question_key(question, inputs)
        with self._oracle_at_work():
            want = self.oracle.reply(question, inputs, key)
        own = outcome.hidden, key
        if own not in self.replies:  # several checks look at the same answer
            reply = bounded(self.respondent.reply(question, inputs), want)
            self.kept[outcome.part] += beyond(reply, want)
            if self.kept[outcome.part] > MAX_KEPT:
                reply = {"ended": "far more, in all answers of this part, than was asked for"}
            self.replies[own] = reply
            self.replied[outcome.part].append(own)
        got = self.replies[own]
        outcome.asked.append(Asked(outcome.check, key, question, inputs, got, want, case.mentions))
        return open_reply(got)

    def expect(self, question: str, **inputs: Any) -> dict[str, Any]:
        with self._oracle_at_work():
            return self.oracle.expect(question, **inputs)

    @contextmanager
    def _oracle_at_work(self) -> Iterator[None]:
        """Count the oracle's time apart: no answer makes it take longer."""
        started = time.process_time()
        try:
            yield
        finally:
            self.oracle_seconds += time.process_time() - started


@dataclass(eq=False)
class _Drawn:
    """The cases of one item, drawn when they are first needed: some take a second to paint."""

    part: str
    check: str
    hidden: bool
    seed: str

    @cached_property
    def cases(self) -> list[Case]:
        return cases.draw(self.part, self.check, self.hidden, self.seed)


def _drawn(item: pytest.Function) -> _Drawn:
    return cast("_Drawn", item.callspec.params["case"])


def _part(item: pytest.Function) -> str:
    return _names(item.module.__name__, item.originalname)[0]


def _check(item: pytest.Function) -> str:
    return ".".join(_names(item.module.__name__, item.originalname))


def _names(module: str, function: str) -> tuple[str, str]:
    return module.rsplit(".", 1)[-1], function.removeprefix("test_")
