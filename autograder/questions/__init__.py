"""Named questions to a student's code, one module for each part.

A question is a plain function of the student's names and of arrays; it is the only code that
knows those names.  It runs in the student's own kernel (self-check), in a confined process (the
grader) and against the reference.  No question imports the reference, and none judges.
"""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType
from typing import Any

from autograder.questions import (
    adaptive_wing,
    baseline,
    compose,
    crop,
    dataset,
    decode,
    encode,
    flip,
    hrnet,
    metrics,
    picture,
    trained,
    training,
)

_MODULES: tuple[ModuleType, ...] = (
    *(dataset, crop, flip, compose, encode, decode, hrnet, baseline),
    *(adaptive_wing, metrics, training, trained, picture),
)

QUESTIONS: dict[str, Callable[..., dict[str, Any]]] = {
    name: function
    for module in _MODULES
    for name, function in vars(module).items()
    if not name.startswith("_") and getattr(function, "__module__", "") == module.__name__
}
