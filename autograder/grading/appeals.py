"""One check on one submission, case by case, for somebody who decides about an appeal.

Everything is shown, hidden cases too, and saved as arrays: for staff only.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from autograder.checking import syllabus
from autograder.checking.compare import WrongAnswerError
from autograder.checking.results import Outcome
from autograder.grading import machine
from autograder.grading.judge import Judge, with_judge
from autograder.grading.workers import MachineError, Terms
from autograder.submissions import files


@dataclass(frozen=True)
class Explained:
    """A case: what was asked, what should have come, what came.

    asked  the questions in words, with the shapes of their inputs
    files  the arrays (.npz) and, where the check draws one, the picture (.png)
    """

    case: str
    hidden: bool
    passed: bool
    asked: list[str]
    expected: str
    got: str
    why: str
    files: list[Path]


def explain(path: Path, name: str, terms: Terms, out: Path) -> list[Explained]:
    """Run the check `part.check` on one submission again, with the course's own cases.

    Raises ValueError for a check there is not or a notebook that cannot be read, and
    ForkServerError or MachineError if the grader itself fails.
    """
    part, _ = syllabus.split_name(name)
    contents = files.take(files.submission(path))
    if why := contents.refused or contents.problem:
        raise ValueError(f"{path}: {why}")
    contents.parts, contents.checks = (part,), (name,)
    outcomes: list[Outcome] = []

    def work(judge: Judge) -> None:
        if problem := machine.problem(judge, terms.level):
            raise MachineError(problem)
        found, _ = judge.outcomes(contents)
        outcomes.extend(found)

    with_judge(terms.seed, work, terms.level)
    out.mkdir(parents=True, exist_ok=True)
    return [_explained(outcome, out / f"case-{k:02}") for k, outcome in enumerate(outcomes, 1)]


def _explained(outcome: Outcome, stem: Path) -> Explained:
    arrays = {
        f"{number}.{side}.{key}": value
        for number, asked in enumerate(outcome.asked)
        for side in ("inputs", "got", "want")
        for key, value in _flat(getattr(asked, side))
    }
    files = [stem.with_suffix(".npz")]
    np.savez_compressed(files[0], **arrays)  # type: ignore[arg-type]
    error = outcome.error
    told = ("", "", "")
    if isinstance(error, WrongAnswerError):
        told = (error.expected, error.got, error.why)
        if error.sketch is not None:
            files.append(stem.with_suffix(".png"))
            files[1].write_bytes(base64.b64decode(error.sketch.png()))
    elif error is not None:
        told = ("an answer that can be judged", f"the check itself stumbled: {error!r}", "")
    asked = [
        f"{a.question}({', '.join(_words(*i) for i in a.inputs.items())})" for a in outcome.asked
    ]
    return Explained(outcome.case, outcome.hidden, error is None, asked, *told, files)


def _flat(value: Any, name: str = "") -> Iterator[tuple[str, np.ndarray]]:
    """Every array, number and text in a reply, with the path that leads to it."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _flat(item, f"{name}.{key}" if name else str(key))
    elif isinstance(value, (list, tuple)):
        for number, item in enumerate(value):
            yield from _flat(item, f"{name}.{number}")
    elif isinstance(value, np.ndarray):
        yield name, value
    else:
        yield name, np.array(value if isinstance(value, (bool, int, float)) else str(value))


def _words(name: str, value: Any) -> str:
    if isinstance(value, np.ndarray):
        return f"{name}: {value.dtype} {'×'.join(map(str, value.shape)) or 'scalar'}"
    text = repr(value)
    return f"{name}={text if len(text) < 40 else text[:36] + ' …'}"
