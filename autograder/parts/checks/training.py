"""Checks of part training: an epoch by the weights it makes, a validation by what it leaves."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.checking.compare import WrongAnswerError, array, close, words
from autograder.checking.drawing import curve
from autograder.checking.values import Odd

_COUNTER = "norm.num_batches_tracked"
_STEPS = "For each batch: forget the old gradients, predict, take the loss, go back, step once."


def test_train_epoch(ask, expect, case):
    """Weights and BatchNorm's statistics after an epoch: one step for every batch, in order."""
    got, want = (put("train_epoch", **case.inputs)["state"] for put in (ask, expect))
    _learned(got, want, case.inputs["net"])


def test_old_gradients(ask, expect, case):
    """Gradients that something else has left behind do not count, not even in the first batch."""
    got, want = (put("train_epoch", **case.inputs)["state"] for put in (ask, expect))
    why = "An optimizer cannot know whose gradients it finds: clear them before backward()."
    _learned(got, want, case.inputs["net"], why)


def test_mean_loss(ask, expect, case):
    """`train_epoch` returns the mean loss, in which each batch counts by its number of faces."""
    got, want = ask("epoch_loss", **case.inputs), expect("epoch_loss", **case.inputs)
    mean = float(want["mean"])
    if isinstance(got["mean"], Odd):
        why = "Losses that are added up as tensors keep every batch's graph: use loss.item()."
        raise WrongAnswerError("a mean loss outside of autograd", got["mean"].what, why)
    why = "A mean of batch means gives the faces of a short last batch more weight than others."
    close(got["mean"], mean, "train_epoch(…), the mean loss", 1e-5 * (1 + abs(mean)), why=why)


def test_validate(ask, expect, case):
    """The error of every face, in order, of the net in evaluation mode."""
    got, want = (put("validate", **case.inputs)["errors"] for put in (ask, expect))
    what = "validate(…), the errors of all faces"
    errors = array(got, want.shape, what)
    close(
        errors,
        want,
        what,
        1e-3,
        unit="px",
        place=lambda index: f"face {index[0]}",
        why="In training mode, BatchNorm and dropout make a face's error depend on its batch.",
        sketch=curve(np.arange(len(want)), want, errors, "face", "error, px"),
    )


def test_no_trace(ask, expect, case):
    """After `validate`, the model's weights, buffers, gradients and mode are as they were."""
    got, want = ask("traces", **case.inputs), expect("traces", **case.inputs)
    _has_validated(got["errors"], want["errors"])
    start = case.inputs["net"]
    for name, before in _known(want["state"], start):
        why = "What a model learns from the faces that judge it, makes the judgement worthless."
        what, measure = f"{name} as it was", "weights and statistics"
        close(_part(got["state"], name), before, what, 1e-9, why=why, measure=measure)
    for name, before in want["gradients"].items():
        why = "The gradients are the optimizer's business; no step belongs in here."
        what = f"gradient of {name} as it was"
        close(_part(got["gradients"], name), before, what, 1e-9, why=why, measure="gradients")
    mode = "training" if case.inputs["training"] else "evaluation"
    close(
        got["prediction"],
        want["prediction"],
        f"a prediction after validate(…), again in {mode} mode",
        1e-6,
        why="Remember model.training at the beginning, and go back to it at the end.",
    )
    close(
        got["learned"],
        want["learned"],
        "what a backward pass then finds in the first layer",
        1e-6 * (1 + float(np.abs(want["learned"]).max())),
        why="`with torch.no_grad():` ends with its block; torch.set_grad_enabled(False) does not.",
    )


def test_choose_epoch(ask, expect, case):
    """The first epoch of the lowest error; NaN is never chosen; nothing to choose is an error."""
    got, want = ask("choose_epoch", **case.inputs), expect("choose_epoch", **case.inputs)
    call = f"choose_epoch([{', '.join(f'{value:g}' for value in case.inputs['history'])}])"
    if want["refused"]:
        if got["refused"] is not True:
            why = "A training that failed must not hand in some epoch as its best."
            raise WrongAnswerError(f"{call}: a ValueError", _chosen(got["epoch"]), why)
        return
    if got["refused"] is True:
        raise WrongAnswerError(f"{call} = {int(want['epoch'])}", "a ValueError")
    epoch = array(got["epoch"], (), call, "integers")
    if int(epoch) != int(want["epoch"]):
        why = (
            "The lowest error wins, of equals the first; epochs count from 0, and NaN is no error."
        )
        raise WrongAnswerError(f"{call} = {int(want['epoch'])}", str(int(epoch)), why)


# ---------------------------------------------------------------- weights and traces


def _learned(got: Any, want: dict, start: dict, why: str = _STEPS) -> None:
    """Batches first, they say most; then weights that never moved; then all others."""
    if not isinstance(got, dict):
        raise WrongAnswerError("the model's weights", words(got))
    batches = int(want[_COUNTER])
    seen = int(array(got.get(_COUNTER), (), "batches that BatchNorm has seen", "integers"))
    if seen != batches:
        raise WrongAnswerError(
            f"{batches} batches that the model has seen in training mode",
            f"{seen}",
            "Every batch is used once, the short last one too, after model.train().",
        )
    trained = {name: before for name, before in start.items() if "running" not in name}
    if all(np.array_equal(np.asarray(got.get(name)), v) for name, v in trained.items()):
        raise WrongAnswerError(
            "weights that have learned from the batches", "the same weights as before", why
        )
    for name, right in _known(want, start):
        within = 1e-6 * (1 + float(np.abs(right).max()))
        what, measure = f"{name} after the epoch", "weights and statistics"
        close(got.get(name), right, what, within, why=why, measure=measure)


def _has_validated(errors: Any, want: np.ndarray) -> None:
    """Doing nothing leaves no trace either; right to the last digit is judged elsewhere."""
    if not isinstance(errors, np.ndarray) or errors.dtype.kind not in "fiu" or errors.ndim != 1:
        raise WrongAnswerError("validate(…): an error for each face", words(errors))
    mean = float(errors.mean()) if errors.size else float("nan")
    if not abs(mean - want.mean()) <= 0.5 * want.mean():
        raise WrongAnswerError(
            f"validate(…): errors of about {want.mean():.3g} px", f"{mean:.3g} px"
        )


def _known(state: dict, start: dict) -> list[tuple[str, np.ndarray]]:
    """Names and values of a state, those that the case has given first."""
    names = [*start, *(name for name in state if name not in start)]
    return [(name, np.asarray(state[name])) for name in names]


def _part(values: Any, name: str) -> Any:
    return values.get(name) if isinstance(values, dict) else values


def _chosen(value: Any) -> str:
    scalar = isinstance(value, (int, float)) or (isinstance(value, np.ndarray) and not value.ndim)
    return str(value) if scalar else words(value)
