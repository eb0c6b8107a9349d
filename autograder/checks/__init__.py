"""The checks, one module for each part: pytest functions of `ask`, `expect` and `case`.

`ask("flip", **inputs)` puts a question to the student's code, `expect("flip", **inputs)` puts it
to the reference (or to its recorded replies, in a notebook).  A check sees one case; public and
hidden cases are lists made elsewhere.  Checks never import the reference.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable


def check_function(part: str, check: str) -> Callable[..., None]:
    """The function `test_<check>` of checks/<part>.py."""
    return getattr(importlib.import_module(f"autograder.checks.{part}"), f"test_{check}")
