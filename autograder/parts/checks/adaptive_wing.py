"""Checks of part adaptive_wing.

`heatmap_loss` may use the student's own `adaptive_wing` and `weight_map`: it is right with others
in their place, or right as it is.
"""

from __future__ import annotations

import numpy as np

from autograder.checking.compare import WrongAnswerError, array, close
from autograder.checking.drawing import Sketch, curve
from autograder.checking.reply import judge_either

_FORMULA = "Compare with the formula in the docstring; A and C depend on the target."


def test_values(ask, expect, case):
    """The loss of every pixel, on both branches, for targets all over [0, 1]."""
    got, want = (put("adaptive_wing", **case.inputs)["loss"] for put in (ask, expect))
    _over_error(case, got, want, "adaptive_wing(pred, target)", "loss")


def test_gradient(ask, expect, case):
    """The gradient that training will follow: finite everywhere, also where pred = target."""
    got, want = (put("adaptive_wing_gradient", **case.inputs)["gradient"] for put in (ask, expect))
    _over_error(case, got, want, "gradient of the loss", "gradient")


def test_continuity(ask, expect, case):
    """The two branches meet at d = theta, in value and in slope."""
    both = (put("adaptive_wing_gradient", **case.inputs)["gradient"] for put in (ask, expect))
    got, want = both
    why = "A slope that jumps at theta makes the optimiser jump there, too."
    close(got, want, "slope just below and above d = theta", 1e-3, why=why)
    got, want = (put("adaptive_wing", **case.inputs)["loss"] for put in (ask, expect))
    why = "C is there to make the value continuous at theta."
    close(got, want, "loss just below and above d = theta", 1e-3, why=why)


def test_weight_map(ask, expect, case):
    """11 on the dot and one pixel around it, 1 elsewhere."""
    got, want = (put("weight_map", **case.inputs)["weights"] for put in (ask, expect))
    why = "Threshold the 3x3 maximum of the target at 0.2: the rim of the dot counts, too."
    weights = array(got, want.shape, "weight_map(target)")
    try:
        close(weights, want, "weight_map(target)", 1e-5, why=why)
    except WrongAnswerError as wrong:
        face, index = divmod(int(np.abs(weights - want).max(axis=(2, 3)).argmax()), want.shape[1])
        wrong.sketch = Sketch(want[face, index], got_image=weights[face, index])
        raise


def test_heatmap_loss(ask, expect, case):
    """One number: the mean over the pixels of the landmarks that count."""
    why = "Landmarks of weight 0 count neither in the sum nor in the number to divide by."

    def judge(got: dict, want: dict) -> None:
        loss = float(want["loss"])
        within = 1e-4 * (1 + abs(loss))
        close(got["loss"], loss, "heatmap_loss(pred, target, weight)", within, why=why)
        if want["gradient"] is not None:
            close(got["gradient"], want["gradient"], "gradient of heatmap_loss", 1e-4, why=why)

    both = case.inputs, case.inputs | {"factors": None}
    judge_either(ask, expect, "heatmap_loss", both, judge)


def _over_error(case, got, want: np.ndarray, what: str, name: str) -> None:
    """Compare, and draw both over the error that they belong to."""
    values = array(got, want.shape, what)
    try:
        close(values, want, what, _within(want), why=_FORMULA)
    except WrongAnswerError as wrong:
        error = case.inputs["pred"].astype(float) - case.inputs["target"]
        wrong.sketch = curve(error, want, values, "prediction - target", name)
        raise


def _within(want: np.ndarray) -> float:
    """float32 loses digits in the logarithm, and nobody need compute in float64."""
    return 1e-4 * (1 + float(np.abs(want).max()))
