"""`check("flip")` in a notebook: the public checks on the names of the live kernel.

The same checks, questions and messages as in grading; the reference's replies are recorded in
the bundle.  Whatever it does, random state, default dtype, grad mode, threads and open figures
are afterwards as they were.
"""

from __future__ import annotations

import contextlib
import io
import os
import random
import sys
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import torch

from autograder.checking import lookup, syllabus
from autograder.checking.case import Case
from autograder.checking.evaluate import answer, question_key
from autograder.checking.misconceptions import Asked, Misconception, recognise
from autograder.checking.namespace import WEIGHTS_FILE, Student
from autograder.checking.reply import open_reply
from autograder.checking.results import CheckResult, Outcome, check_result
from autograder.checking.values import unpack
from autograder.reports.text import explanations

RECORDED = Path(__file__).resolve().parents[2] / "recorded.bin"


def check(part: str | None = None) -> None:
    """Check one part, or show the board of all parts.

    part  the part's id, e.g. "flip"; nothing for the board
    """
    results = {p.id: check_part(p.id, names()) for p in syllabus.parts() if part in (None, p.id)}
    if not results:
        ids = ", ".join(part.id for part in syllabus.parts())
        print(f"There is no part {part!r}; the parts are {ids}.")
        return
    _show(*explanations.board(results) if part is None else explanations.one(part, results[part]))
    _tell_nbgrader(results)


def hand_in() -> None:
    """Write the board beside the weights, and say what to hand in; in Colab, download both.

    The notebook itself has to be downloaded by hand: no cell can see it there.
    """
    results = {p.id: check_part(p.id, names()) for p in syllabus.parts()}
    Path("board.txt").write_text(explanations.board(results)[0] + "\n", encoding="utf-8")
    found = [name for name in (WEIGHTS_FILE, "board.txt") if Path(name).is_file()]
    print("Hand in this notebook (File, Download) together with " + " and ".join(found) + ".")
    if WEIGHTS_FILE not in found:
        print(f"There is no {WEIGHTS_FILE} yet: the part `trained` needs it.")
    with contextlib.suppress(ImportError):
        from google.colab import files  # type: ignore[import-not-found]

        for name in found:
            files.download(name)


def check_part(
    part: str, student_names: dict[str, Any], reasons: Mapping[str, str] | None = None
) -> list[CheckResult]:
    """The public results of one part for these names.

    reasons  why other names are not there, where that is known
    """
    student, recorded = Student(student_names, reasons), _recorded()
    outcomes: list[Outcome] = []
    replies: dict[str, dict[str, Any]] = {}
    with _as_found():
        for check in syllabus.part(part).checks:
            function = lookup.check_function(part, check.id)
            for case in (Case(**fields) for fields in recorded["cases"][part][check.id]):
                outcome = Outcome(part, check.id, False, case.name)
                outcomes.append(outcome)
                try:
                    function(_ask(student, outcome, replies), _expect, case)
                except Exception as error:
                    outcome.error = error
    asked = [item for outcome in outcomes for item in outcome.asked]
    failed = any(outcome.is_wrong for outcome in outcomes)
    hints = recognise(asked, _misconceptions(part)) if failed else {}
    return [
        check_result(part, check, False, outcomes, hints.get(check.id))
        for check in syllabus.part(part).checks
    ]


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


def _ask(student: Student, outcome: Outcome, replies: dict[str, dict[str, Any]]) -> Any:
    def ask(question: str, **inputs: Any) -> dict[str, Any]:
        key = question_key(question, inputs)
        if key not in replies:  # several checks look at the same answer
            replies[key] = answer(student, question, inputs)
        got = replies[key]
        want = _recorded()["replies"].get(key, {})
        outcome.asked.append(Asked(outcome.check, key, question, inputs, got, want))
        return open_reply(got)

    return ask


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


@contextlib.contextmanager
def _as_found() -> Iterator[None]:
    """Leave no trace in the student's kernel; what their code prints meanwhile is dropped."""
    generators = random.getstate(), np.random.get_state(), torch.get_rng_state()
    dtype, grad = torch.get_default_dtype(), torch.is_grad_enabled()
    threads = torch.get_num_threads()
    plots = sys.modules.get("matplotlib.pyplot")
    figures = set(plots.get_fignums()) if plots else set()
    try:
        with contextlib.redirect_stdout(io.StringIO()), torch.enable_grad():
            yield
    finally:
        random.setstate(generators[0])
        np.random.set_state(generators[1])
        torch.set_rng_state(generators[2])
        torch.set_default_dtype(dtype)
        torch.set_grad_enabled(grad)
        torch.set_num_threads(threads)
        plots = sys.modules.get("matplotlib.pyplot")
        for number in set(plots.get_fignums()) - figures if plots else ():
            plots.close(number)  # type: ignore[union-attr]


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
