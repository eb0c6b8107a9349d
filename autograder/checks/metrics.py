"""Checks of part nme."""

from __future__ import annotations

import numpy as np

from autograder.compare import close

_WHY = "Mean distance of the 98 points over the distance of the outer eye corners, 60 and 72."


def test_nme(ask, expect, case):
    """The inter-ocular distance as divisor, as a fraction, whatever the size of the picture."""
    larger = {name: array * 2 for name, array in case.inputs.items()}
    for inputs in (case.inputs, larger):
        got, want = (put("nme", **inputs)["nme"] for put in (ask, expect))
        if isinstance(got, float) or (isinstance(got, np.ndarray) and got.ndim == 0):
            got = np.reshape(got, 1)  # how many numbers come back is judged by `test_each_face`
        close(got, want, "nme(pred, true)", 1e-5, why=_WHY, place=_face)


def test_each_face(ask, expect, case):
    """One number for each face of the batch, each with its own divisor."""
    got, want = (put("nme", **case.inputs)["nme"] for put in (ask, expect))
    why = "Averaging comes later: subsets and failure rates need the NME of every face."
    close(got, want, "nme(pred, true)", 1e-5, why=why, place=_face)


def _face(index: tuple[int, ...]) -> str:
    return f"face {index[0]}"


def test_failure_rate(ask, expect, case):
    """Pending."""


def test_auc(ask, expect, case):
    """Pending."""


def test_by_attribute(ask, expect, case):
    """Pending."""
