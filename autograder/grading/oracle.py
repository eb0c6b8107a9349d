"""The reference as one more student: the only module of the grader that imports `solution`.

Lives in the judge, never in a child, a fork server or a student's bundle.
"""

from __future__ import annotations

import contextlib
import importlib
import io
from functools import cache
from typing import Any

import torch

from autograder.checking.namespace import Student
from autograder.checking.questions.evaluate import answer, question_key
from autograder.course import ROOT
from autograder.parts import notebook_text

WEIGHTS = ROOT / "solution" / "checkpoint" / "weights.safetensors"


@cache
def reference_names() -> dict[str, Any]:
    """Every name of these modules."""
    names: dict[str, Any] = {}
    for module in notebook_text.modules():
        names |= vars(importlib.import_module(f"solution.{module}"))
    return names


class Oracle:
    """Replies to questions from a set of names, remembering them: inputs repeat all day."""

    def __init__(self, names: dict[str, Any] | None = None) -> None:
        torch.set_num_threads(1)  # as in a child: the same sums in the same order
        self._student = Student(
            reference_names() if names is None else names, weights_file=str(WEIGHTS)
        )
        self._replies: dict[str, dict[str, Any]] = {}

    def reply(self, question: str, inputs: dict[str, Any], key: str = "") -> dict[str, Any]:
        """The reply as `evaluate.answer` gives it; `key` saves hashing the inputs again."""
        key = key or question_key(question, inputs)
        if key not in self._replies:
            with contextlib.redirect_stdout(io.StringIO()):  # known mistakes may print
                self._replies[key] = answer(self._student, question, inputs)
        return self._replies[key]

    def expect(self, question: str, **inputs: Any) -> dict[str, Any]:
        """The answer itself.  Raises RuntimeError if the reference has none."""
        reply = self.reply(question, inputs)
        if "answer" not in reply:
            raise RuntimeError(f"the reference fails at {question}: {reply}")
        return reply["answer"]
