"""Checks of part baseline."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.checking.compare import WrongAnswerError, array, at_most, words

_FREE = "Nothing may bend the last layer's numbers: landmarks lie outside the crop, too."


def test_outputs(ask, expect, case):
    """`build_regressor` gives (x, y) for every landmark, for pictures of any size."""
    got, want = ask("regressor_outputs", **case.inputs), expect("regressor_outputs", **case.inputs)
    _no_download(got["asked_for"])
    outputs = got["outputs"] if isinstance(got["outputs"], dict) else {}
    for name, right in want["outputs"].items():
        array(outputs.get(name), right.shape, f"outputs for a batch {name}")


def test_network(ask, expect, case):
    """With the same weights it computes what MobileNetV2 and one linear layer compute."""
    got = ask("regressor_learning", **case.inputs)
    want = expect("regressor_learning", **case.inputs)
    _no_download(got["asked_for"])
    right = want["outputs"]
    outputs = array(got["outputs"], right.shape, "outputs")
    count = got["parameters"]
    size = f"; it has {count:,} parameters" if isinstance(count, int) else ""
    # Sorted, for which row of the last layer learns which coordinate is everyone's own choice.
    error = np.abs(_sorted(outputs) - _sorted(right))
    if not at_most(error.max(), 1e-3 * np.abs(right).max(), "outputs for known weights"):
        raise WrongAnswerError(
            f"with the same weights the same numbers: {_range(right)}, from "
            f"{want['parameters']:,} parameters",
            _range(outputs) + size,
            _FREE,
        )


def test_learning(ask, expect, case):
    """A gradient reaches every weight, and published weights are taken if asked for."""
    if "weights" in case.inputs:
        inputs = case.inputs["weights"]
        got, want = ask("regressor_weights", **inputs), expect("regressor_weights", **inputs)
        url = _texts(got["asked_for"])
        if url != want["asked_for"]:
            came = url[0] if url else "no request: the argument has no effect"
            why = "A net without its pretrained weights trains all the same, and ends up worse."
            raise WrongAnswerError(f"a request for {want['asked_for'][0]}", came, why)
        return
    inputs = case.inputs["net"]
    got, want = ask("regressor_learning", **inputs), expect("regressor_learning", **inputs)
    _no_download(got["asked_for"])
    array(got["outputs"], want["outputs"].shape, "outputs")
    reached = int(array(got["reached"], (), "how many parameters a gradient reaches"))
    if reached < want["reached"]:
        raise WrongAnswerError(
            f"a gradient for all {want['reached']:,} parameters",
            f"{max(reached, 0):,} that a gradient reaches",
            _FROZEN,
        )


_FROZEN = "What gets no gradient never learns; ImageNet's features were not made for landmarks."


def _no_download(asked_for: Any) -> None:
    """Raises Wrong if any published weights were asked for."""
    urls = _texts(asked_for)
    if urls:
        why = "Grading has no network; and random weights are what weights=None means."
        raise WrongAnswerError(
            "a network built without any download", f"a request for {urls[0]}", why
        )


def _texts(value: Any) -> list[str]:
    """A list of texts as it is; words in its place for anything else."""
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return [item[:200] for item in value]
    return [words(value)[:200]]


def _sorted(outputs: np.ndarray) -> np.ndarray:
    return np.sort(outputs.astype(np.float64).reshape(len(outputs), -1), axis=1)


def _range(outputs: np.ndarray) -> str:
    return f"from {outputs.min():.4g} to {outputs.max():.4g}"
