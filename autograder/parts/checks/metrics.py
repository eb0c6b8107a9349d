"""Checks of part metrics."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.checking.compare import WrongAnswerError, close, words

_WHY = "Mean distance of the 98 points over the distance of the outer eye corners, 60 and 72."
_SUBSETS = "A subset is all faces with that flag set, whatever their other flags say."


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
    """The share of all faces whose error is greater than the threshold."""
    got, want = ask("failure_rate", **case.inputs), expect("failure_rate", **case.inputs)
    why = "Greater than the threshold, over the number of all faces; a fraction, not per cent."
    close(_number(got["failure_rate"]), want["failure_rate"], "failure_rate", 1e-5, why=why)


def test_auc(ask, expect, case):
    """The area under the cumulative error curve, to 0.001."""
    got, want = ask("auc", **case.inputs), expect("auc", **case.inputs)
    why = (
        "The whole area, from an error of 0 to the threshold, over the threshold: a face without "
        "error adds 1, one at half the threshold 0.5, one beyond it nothing."
    )
    close(_number(got["auc"]), want["auc"], "auc", 1e-3, why=why)


def test_by_attribute(ask, expect, case):
    """Number and mean NME of all faces and of each subset; subsets overlap or are empty."""
    got = ask("by_attribute", **case.inputs)["table"]
    want = expect("by_attribute", **case.inputs)["table"]
    if not isinstance(got, dict):
        raise WrongAnswerError("a dict: a name -> (number of faces, mean NME)", words(got))
    for name, (count, mean) in want.items():
        if name not in got:
            keys = ", ".join(repr(key[:24]) for key in list(got)[:8]) or "no key at all"
            raise WrongAnswerError(f"the key {name!r} in the table", keys)
        own_count, own_mean = _row(got[name], f"table[{name!r}]")
        close(own_count, count, f"number of faces in {name!r}", 0, why=_SUBSETS)
        if not np.isnan(mean):
            close(own_mean, mean, f"mean NME of {name!r}", 1e-5, why=_SUBSETS)
        elif not np.isnan(own_mean):
            why = "The mean of no face is unknown. 0 would read as a perfect score."
            raise WrongAnswerError(
                f"mean NME of {name!r}, which has no face: NaN", f"{own_mean:.6g}", why
            )


def _number(value: Any) -> Any:
    """One number, also where it came in an array or list of one."""
    if isinstance(value, np.ndarray) and value.shape == (1,):
        return value.reshape(())
    return value


def _row(value: Any, what: str) -> tuple[float, float]:
    """The two numbers of a row of the table.  Raises WrongAnswerError."""
    if isinstance(value, list) and len(value) == 2:
        came = ", ".join(words(_number(item)) for item in value)
        raise WrongAnswerError(f"{what}: two numbers, a count and a mean", came)
    if not isinstance(value, np.ndarray) or value.shape != (2,) or value.dtype.kind not in "fiu":
        raise WrongAnswerError(f"{what}: two numbers, a count and a mean", words(value))
    return float(value[0]), float(value[1])
