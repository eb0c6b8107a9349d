"""Whether this machine grades as it should: the reference itself, judged before any student.

A library that computes otherwise, a GPU in the way, a limit that is too low: each would look like
a wrong answer of everybody.  The parts that take seconds are judged once, behind the same
sandbox as students' work, and a machine that passed is remembered.
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
from contextlib import suppress
from pathlib import Path

import platformdirs

from autograder import kit
from autograder.checking import syllabus
from autograder.grading import known_answers
from autograder.grading.judge import Judge
from autograder.sandbox.client import ForkServerError
from autograder.submissions.files import Contents

# Environment variables that change what torch and numpy compute, or which devices they see.
_TELLING = ("CUDA", "NVIDIA", "ROCR", "HIP", "TORCH", "PYTORCH", "OMP", "MKL", "OPENBLAS", "ONEDNN")
_DRIVER = Path("/proc/driver/nvidia/version")
WHAT_TO_DO = (
    "Nobody was graded. `python -m autograder doctor` tries the layers of the sandbox; compare the "
    "versions of Python, torch and numpy with those of a machine that grades well, or install "
    "the kit anew in an environment of its own"
)


def problem(judge: Judge, level: str) -> str:
    """Judge the reference, unless it did well before under the same conditions.

    level  of the judge's sandbox, as in `confine`

    Return the checks that the reference fails here and what to do, or "" if it fails none.
    """
    remembered = platformdirs.user_cache_path("coursework-autograder") / "machine" / _key(level)
    if remembered.exists():
        return ""
    cells = known_answers.notebook(*known_answers.reference_cells())
    failures = _failures(
        judge, Contents("reference", "reference", cells, parts=syllabus.quick_parts())
    )
    if failures:
        return (
            f"this machine does not grade as it should: the reference fails {'; '.join(failures)}. "
            f"{WHAT_TO_DO}"
        )
    with suppress(OSError):  # nowhere to remember it, so the next one tries again
        remembered.parent.mkdir(parents=True, exist_ok=True)
        remembered.touch()
    return ""


def _failures(judge: Judge, reference: Contents) -> list[str]:
    """Return each check that the reference fails, with the first reason, in words."""
    try:
        outcomes, _ = judge.outcomes(reference)
    except ForkServerError as error:
        return [f"to be asked at all ({error})"]
    reasons: dict[str, str] = {}
    for outcome in outcomes:
        if outcome.error is not None:
            reasons.setdefault(f"{outcome.part}.{outcome.check}", str(outcome.error))
    return [f"{check} ({reason})" for check, reason in reasons.items()]


def _key(level: str) -> str:
    """Differs wherever something differs that could change what this machine computes."""
    environment = {k: v for k, v in sorted(os.environ.items()) if k.startswith(_TELLING)}
    driver = _DRIVER.read_text() if _DRIVER.exists() else ""
    told = [kit.versions(), level, platform.uname(), environment, driver]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()
