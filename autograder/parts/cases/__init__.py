"""The inputs that checks are run on: public ones, and hidden ones drawn from the course's seed.

One module for each part; its `CASES` maps a check to a function `(rng, hidden) -> list of Case`.
In grading both lists are drawn from the secret seed, so that answers learned by heart from the
notebook's own cases earn nothing.
"""

from __future__ import annotations

import hashlib
import importlib

import numpy as np

from autograder.checking.case import Case


def draw(part: str, check: str, hidden: bool, seed: str) -> list[Case]:
    """The cases of one check, the same for the same seed.

    Checks of a part that draw from the same function get the same cases.
    """
    cases = importlib.import_module(f"autograder.parts.cases.{part}").CASES[check]
    kind = "hidden" if hidden else "public"
    digest = hashlib.sha256(f"{seed}/{part}/{cases.__name__}/{kind}".encode()).digest()
    return cases(np.random.default_rng(list(digest)), hidden)
