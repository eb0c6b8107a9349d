"""`check("flip")` in a notebook: the public checks on the names of the live kernel.

The same checks, questions, times and messages as in grading; the reference's replies are recorded
in the bundle.  Whatever it does, the process is afterwards as it was (see `process_state`), and
one Interrupt ends it.
"""

from __future__ import annotations

import contextlib
import io
import os
import sys
import threading
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from autograder.checking import lookup, syllabus
from autograder.checking.case import Case
from autograder.checking.misconceptions import Asked, Misconception, recognise
from autograder.checking.namespace import WEIGHTS_FILE, Student
from autograder.checking.questions.evaluate import answer, question_key
from autograder.checking.questions.process_state import known_state
from autograder.checking.questions.time_limit import QUESTION_SECONDS, interruptible
from autograder.checking.reply import open_reply
from autograder.checking.results import CheckResult, Outcome, check_result
from autograder.checking.values import unpack
from autograder.reports.text import explanations

RECORDED = Path(__file__).resolve().parents[2] / "recorded.bin"
PRINTED = 5_000  # characters of what an answer prints that are kept


class Printed(io.StringIO):
    """What answers print while they are checked; the beginning of it."""

    def write(self, text: str) -> int:
        super().write(text[: max(0, PRINTED - self.tell())])
        return len(text)


def check(part: str | None = None) -> None:
    """Check one part, or show the board of all parts.  Raises KeyboardInterrupt after Interrupt.

    part  the part's id, e.g. "flip"; nothing for the board
    """
    chosen = [p for p in syllabus.parts() if part in (None, p.id)]
    if not chosen:
        ids = ", ".join(part.id for part in syllabus.parts())
        print(f"There is no part {part!r}; the parts are {ids}.")
        return
    printed = Printed()
    results = _check_live(chosen, printed)
    if part is None:
        _show(*explanations.board(results))
    else:
        _show(*explanations.one(part, results[part], printed.getvalue()))
    _tell_nbgrader(results)


def hand_in() -> None:
    """Write the board beside the weights, and say what to hand in; in Colab, download both.

    The notebook itself has to be downloaded by hand: no cell can see it there.
    """
    results = _check_live(syllabus.parts(), Printed())
    Path("board.txt").write_text(explanations.board(results)[0] + "\n", encoding="utf-8")
    found = [name for name in (WEIGHTS_FILE, "board.txt") if Path(name).is_file()]
    print("Hand in this notebook (File, Download) together with " + " and ".join(found) + ".")
    if WEIGHTS_FILE not in found:
        print(f"There is no {WEIGHTS_FILE} yet: the part `trained` needs it.")
    with contextlib.suppress(ImportError):
        from google.colab import files  # type: ignore[import-not-found]

        for name in found:
            files.download(name)


def _check_live(parts: Sequence[syllabus.Part], printed: Printed) -> dict[str, list[CheckResult]]:
    student = live_student()
    with interruptible() as interrupt:
        return {part.id: check_part(part.id, student, printed, interrupt) for part in parts}


def live_student() -> Student:
    """The kernel's own names, in the folder where bundle and weights lie, as at grading."""
    folder = RECORDED.parents[1]
    not_run = dict.fromkeys(syllabus.answer_names(), _NOT_RUN)
    return Student(names(), not_run, _weights_file(folder), folder)


_NOT_RUN = "no such name in this kernel: run its cell (after a restart, all cells above it, too)"


def check_part(
    part: str,
    student: Student,
    printed: Printed | None = None,
    interrupt: threading.Event | None = None,
) -> list[CheckResult]:
    """The public results of one part for these names.

    printed    takes what the answers print
    interrupt  once it is set, no further question is put, and KeyboardInterrupt is raised
    """
    recorded = _recorded()
    outcomes: list[Outcome] = []
    ask = _Asking(student, interrupt or threading.Event())
    streams = printed or Printed()
    with known_state(), contextlib.redirect_stdout(streams), contextlib.redirect_stderr(streams):
        for check in syllabus.part(part).checks:
            function = lookup.check_function(part, check.id)
            for case in (Case(**fields) for fields in recorded["cases"][part][check.id]):
                outcome = Outcome(part, check.id, False, case.name)
                outcomes.append(outcome)
                try:
                    function(ask.noting(outcome, case), _expect, case)
                except Exception as error:
                    outcome.error = error
    asked = [item for outcome in outcomes for item in outcome.asked]
    failed = any(outcome.is_wrong for outcome in outcomes)
    hints = recognise(asked, _misconceptions(part)) if failed else {}
    return [
        check_result(part, check, False, outcomes, hints.get(check.id))
        for check in syllabus.part(part).checks
    ]


def _weights_file(folder: Path) -> str:
    """Where the weights lie: beside the bundle, or where the notebook has gone to."""
    here = Path(WEIGHTS_FILE).absolute()
    return str(here) if here.is_file() and not (folder / WEIGHTS_FILE).is_file() else WEIGHTS_FILE


def names() -> dict[str, Any]:
    """The names of the live kernel (or of the running script)."""
    if "IPython" in sys.modules:
        shell = sys.modules["IPython"].get_ipython()
        if shell is not None:
            return shell.user_ns
    return vars(sys.modules["__main__"])


# ---------------------------------------------------------------- the recorded reference


@cache
def _recorded() -> dict[str, Any]:
    return unpack(RECORDED.read_bytes())


def _expect(question: str, **inputs: Any) -> dict[str, Any]:
    return _recorded()["replies"][question_key(question, inputs)]["answer"]


class _Asking:
    """Puts each question once to the student's names, within its time, until Interrupt."""

    def __init__(self, student: Student, interrupt: threading.Event) -> None:
        self._student, self._interrupt = student, interrupt
        self._replies: dict[str, dict[str, Any]] = {}  # several checks look at the same answer

    def noting(self, outcome: Outcome, case: Case) -> Callable[..., dict[str, Any]]:
        """Return `ask` for a check, which notes in its outcome what was asked."""

        def ask(question: str, **inputs: Any) -> dict[str, Any]:
            key = question_key(question, inputs)
            if key not in self._replies:
                self._replies[key] = self._put(question, inputs)
            got = self._replies[key]
            want = _recorded()["replies"].get(key, {})
            outcome.asked.append(
                Asked(outcome.check, key, question, inputs, got, want, case.mentions)
            )
            return open_reply(got)

        return ask

    def _put(self, question: str, inputs: dict[str, Any]) -> dict[str, Any]:
        self._stop_after_interrupt()
        reply = answer(self._student, question, inputs, QUESTION_SECONDS)
        if reply.get("raised", {}).get("type") == "KeyboardInterrupt":
            self._interrupt.set()  # where its signal is not ours: outside of the main thread
        self._stop_after_interrupt()
        return reply

    def _stop_after_interrupt(self) -> None:
        if self._interrupt.is_set():
            raise KeyboardInterrupt("the check was interrupted")


@cache
def _misconceptions(part: str) -> list[Misconception]:
    return [
        Misconception(
            str(number),
            tuple(known["loses"]),
            known["hint"],
            lambda asked, replies=known["replies"]: replies.get(asked.key),  # type: ignore[misc]
        )
        for number, known in enumerate(_recorded()["misconceptions"][part])
    ]


# ---------------------------------------------------------------- telling


def _show(text: str, html: str) -> None:
    if "IPython" in sys.modules and sys.modules["IPython"].get_ipython() is not None:
        from IPython.display import display

        display({"text/plain": text, "text/html": html}, raw=True)
    else:
        print(text)


def _tell_nbgrader(results: dict[str, list[CheckResult]]) -> None:
    """nbgrader takes a cell without an error for a right answer, so tell it in its own way."""
    mode = os.environ.get("NBGRADER_EXECUTION", "")
    if mode == "autograde":
        raise RuntimeError("public checks are no grade: use `python -m autograder grade`")
    if mode and any(result.status != "passed" for part in results.values() for result in part):
        raise AssertionError(f"public checks fail in {', '.join(results)}")
