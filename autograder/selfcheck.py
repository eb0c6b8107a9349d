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
from collections.abc import Iterator
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

import numpy as np
import torch

from autograder import checks, syllabus
from autograder.asking import answer, question_key
from autograder.case import Case
from autograder.hints import Asked, Misconception, recognise
from autograder.plain import unpack
from autograder.replies import open_reply
from autograder.results import CheckResult, Outcome, check_result
from autograder.student import WEIGHTS_FILE, Student

RECORDED = Path(__file__).resolve().parent.parent / "recorded.bin"
HIDDEN = "Hidden checks run at grading."


def check(part: str | None = None) -> None:
    """Check one part, or show the board of all parts.

    part  the part's id, e.g. "flip"; nothing for the board
    """
    results = {p.id: check_part(p.id, names()) for p in syllabus.parts() if part in (None, p.id)}
    if not results:
        print(f"There is no part {part!r}; the parts are {', '.join(_ids())}.")
        return
    _show(*_board(results) if part is None else _one(part, results[part]))
    _tell_nbgrader(results)


def hand_in() -> None:
    """Write the board beside the weights, and say what to hand in; in Colab, download both.

    The notebook itself has to be downloaded by hand: no cell can see it there.
    """
    results = {p.id: check_part(p.id, names()) for p in syllabus.parts()}
    Path("board.txt").write_text(_board(results)[0] + "\n", encoding="utf-8")
    found = [name for name in (WEIGHTS_FILE, "board.txt") if Path(name).is_file()]
    print("Hand in this notebook (File, Download) together with " + " and ".join(found) + ".")
    if WEIGHTS_FILE not in found:
        print(f"There is no {WEIGHTS_FILE} yet: the part `trained` needs it.")
    with contextlib.suppress(ImportError):
        from google.colab import files  # type: ignore[import-not-found]

        for name in found:
            files.download(name)


def check_part(part: str, student_names: dict[str, Any]) -> list[CheckResult]:
    """The public results of one part for these names."""
    student, recorded = Student(student_names), _recorded()
    outcomes: list[Outcome] = []
    replies: dict[str, dict[str, Any]] = {}
    with _as_found():
        for check in syllabus.part(part).checks:
            function = checks.check_function(part, check.id)
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


# ---------------------------------------------------------------- words


def _ids() -> list[str]:
    return [part.id for part in syllabus.parts()]


_MARKS = {"passed": "✓", "failed": "✗", "stopped": "■", "not-started": "○"}
_COLOURS = {  # legible on white and on black
    "passed": "#258a4a",
    "failed": "#d8453c",
    "stopped": "#d8453c",
    "not-started": "#a07000",
}


def _one(part: str, results: list[CheckResult]) -> tuple[str, str]:
    """The text and the HTML for one part."""
    if all(result.status == "not-started" for result in results):
        line = f"{part}: not started. Replace the NotImplementedError with your own code."
        return line, f"<p>{escape(line)}</p>"
    summary = _summary(f"{syllabus.part(part).title} ({part})", results)
    lines, rows = [summary], [f"<p><b>{escape(summary)}</b></p>"]
    first: dict[str, str] = {}  # what was said or shown already -> the check where it was
    for result in results:
        lines.append(f" {_MARKS[result.status]} {result.title}")
        rows.append(f"<div>{_mark(result.status)} {escape(result.title)}</div>")
        if result.status != "passed":
            is_new = result.picture not in first
            told = _explanation(result, first)
            lines += [f"     {name}: {text}" for name, text in told]
            rows.append(_table(told))
            if result.picture and is_new:
                rows.append(_PICTURE.format(escape(result.title), result.picture))
    return "\n".join(lines), "".join(rows)


def _mark(status: str) -> str:
    return f'<b style="color:{_COLOURS[status]}">{_MARKS[status]}</b>'


_PICTURE = (
    '<div style="margin:0 0 .8em 1.5em"><img alt="{}: what was expected, and yours" '
    'src="data:image/png;base64,{}"></div>'
)


def _table(told: list[tuple[str, str]]) -> str:
    left = "text-align:left;vertical-align:top"
    return (
        '<table style="margin-left:1.5em">'
        + "".join(
            f'<tr><td style="{left};white-space:nowrap;opacity:.7">{name}</td>'
            f'<td style="{left}">{escape(text)}</td></tr>'
            for name, text in told
        )
        + "</table>"
    )


def _explanation(result: CheckResult, first: dict[str, str]) -> list[tuple[str, str]]:
    if result.status == "not-started":
        return [("Next", "Replace the NotImplementedError with your own code.")]
    seen = {thing: f"As for “{check}”, above." for thing, check in first.items()}
    told = [
        ("Case", result.case),
        ("Expected", result.expected),
        ("Got", result.got),
        ("Likely why", seen.get(result.hint, result.hint)),
        ("It matters", "" if result.hint else result.why),
        ("Picture", seen.get(result.picture, "")),
    ]
    for thing in filter(None, (result.hint, result.picture)):
        first.setdefault(thing, result.title)
    return [(name, text) for name, text in told if text]


def _board(results: dict[str, list[CheckResult]]) -> tuple[str, str]:
    summary = _summary("All parts", [result for part in results.values() for result in part])
    lines, rows = [summary], [f"<b>{escape(summary)}</b>"]
    width = max(len(syllabus.part(part).title) for part in results)
    for part, own in results.items():
        passed = sum(result.status == "passed" for result in own)
        state, status = f"{passed}/{len(own)}", "passed" if passed == len(own) else "failed"
        if all(result.status == "not-started" for result in own):
            state, status = "not started", "not-started"
        line = f'{state:<11}  {syllabus.part(part).title:<{width}}  check("{part}")'
        lines.append(f" {_MARKS[status]} {line}")
        rows.append(f"{_mark(status)} {escape(line)}")
    return "\n".join(lines), "<pre>" + "\n".join(rows) + "</pre>"


def _summary(title: str, results: list[CheckResult]) -> str:
    passed = sum(result.status == "passed" for result in results)
    return f"{title}: public checks {passed}/{len(results)}. {HIDDEN}"


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
