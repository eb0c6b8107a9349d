"""A part's modules by name.

Looked up and not imported: the engine knows no part, so that another assignment could stand in
the place of `autograder.parts`.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from functools import cache
from types import ModuleType
from typing import Any

PARTS = "autograder.parts"


def check_function(part: str, check: str) -> Callable[..., None]:
    """Return the function `test_<check>` of the part's checks."""
    return getattr(_module("checks", part), f"test_{check}")


def property_of(part: str, check: str) -> str:
    """Return what holds for every right answer: the first line of the check's docstring."""
    return (check_function(part, check).__doc__ or "").strip().split("\n")[0]


@cache
def questions() -> dict[str, Callable[..., dict[str, Any]]]:
    """Return every question by name: the public functions of all parts' adapters."""
    # The folder's modules and not the syllabus' parts: children, who ask, know no check's title.
    folder = importlib.import_module(f"{PARTS}.adapters").__path__
    return {
        name: function
        for part in sorted(module.name for module in pkgutil.iter_modules(folder))
        for name, function in vars(_module("adapters", part)).items()
        if not name.startswith("_")
        and getattr(function, "__module__", "") == f"{PARTS}.adapters.{part}"
    }


def _module(kind: str, part: str) -> ModuleType:
    return importlib.import_module(f"{PARTS}.{kind}.{part}")
