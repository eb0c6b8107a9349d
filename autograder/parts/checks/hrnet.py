"""Checks of part hrnet."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.checking.compare import WrongAnswerError, array, close, words
from autograder.checking.drawing import Sketch

# Values are of the size of 1 to 10, and right ones differ by 1e-5 at most.
_NEAR = 1e-3
_NAMES = "Published weights are found by these names: one that differs stays random, silently."
_GRID = "Both grids reach from edge to edge: the centres of four fine pixels share a coarse one."


def test_fuse_path(ask, expect, case):
    """`fuse_path` has the published parameters, and does with them what HRNet's paths do."""
    got, want = ask("fuse_path", **case.inputs), expect("fuse_path", **case.inputs)
    _parameters(got["parameters"], want["parameters"], "fuse_path(...)")
    _map(got["output"], want["output"], "its output")


def test_fuse(ask, expect, case):
    """Every branch gets the sum of what all branches send to it, with one ReLU after the sum."""
    got, want = ask("fuse", **case.inputs), expect("fuse", **case.inputs)
    outputs = _outputs(got["outputs"], want["outputs"])
    for number, right in want["outputs"].items():
        _map(outputs[number], right, f"output {number}", "Every branch hears all the others.")


def test_head(ask, expect, case):
    """`Head` gives the four layers all branches, enlarged and in their order."""
    got, want = ask("head", **case.inputs), expect("head", **case.inputs)
    _parameters(got["parameters"], want["parameters"], "Head(channels, points)")
    _map(got["output"], want["output"], "heatmaps")


def test_enlarged(ask, expect, case):
    """What comes from a coarse branch is enlarged bilinearly, between pixel centres."""
    got, want = ask("fuse", **case.inputs["fuse"]), expect("fuse", **case.inputs["fuse"])
    finest = _outputs(got["outputs"], want["outputs"])["0"]
    _pattern(finest, want["outputs"]["0"], "output 0 of Fuse")
    got, want = ask("head", **case.inputs["head"]), expect("head", **case.inputs["head"])
    _parameters(got["parameters"], want["parameters"], "Head(channels, points)")
    _pattern(got["output"], want["output"], "heatmaps of Head")


def test_sizes(ask, expect, case):
    """Branches of odd sizes meet exactly: corner to corner, with no pixel too many."""
    got, want = ask("fuse", **case.inputs["fuse"]), expect("fuse", **case.inputs["fuse"])
    finest = _outputs(got["outputs"], want["outputs"])["0"]
    _corners(finest, want["outputs"]["0"], "output 0 of Fuse")
    got, want = ask("head", **case.inputs["head"]), expect("head", **case.inputs["head"])
    _parameters(got["parameters"], want["parameters"], "Head(channels, points)")
    _corners(got["output"], want["output"], "heatmaps of Head")


def test_learning(ask, expect, case):
    """Gradients go back through `Fuse` to every branch, and its arguments stay as they were."""
    got = ask("fuse_gradients", **case.inputs)
    want = expect("fuse_gradients", **case.inputs)
    gradients = got["gradients"]
    if not isinstance(gradients, dict):
        raise WrongAnswerError(
            f"{len(want['gradients'])} tensors, one for each branch, in its shape", "others"
        )
    for number, right in want["gradients"].items():
        # Summed, every way to enlarge is the same: which one is right is judged elsewhere.
        what = f"gradient in branch {number}, summed over its pixels"
        why = "What a branch sends must learn from what every other branch needs."
        close(gradients.get(number), right, what, 0.01, why=why)
    after = got["after"] if isinstance(got["after"], dict) else {}
    for number, branch in enumerate(case.inputs["branches"]):
        what = f"branch {number} after the call"
        if not np.array_equal(array(after.get(str(number)), branch.shape, what), branch):
            why = "Who calls Fuse may need the branches again, and so does the backward pass."
            raise WrongAnswerError(f"{what} as it was before", "it was changed in place", why)


# ---------------------------------------------------------------- parameters


def _parameters(got: Any, want: dict[str, Any], what: str) -> None:
    """Names first, then shapes.  Raises WrongAnswerError."""
    if not isinstance(got, dict):
        raise WrongAnswerError(f"{what} with {_list(want)}", words(got))
    missing = [name for name in want if name not in got]
    unexpected = [name for name in got if name not in want]
    if missing or unexpected:
        parts = [f"no {_list(missing)}"] if missing else []
        parts += [f"{_list(unexpected)}, which should not be there"] if unexpected else []
        expected = f"{what} with {_list(want)}" if want else f"{what} without any parameters"
        raise WrongAnswerError(expected, "; ".join(parts), _NAMES)
    for name, shape in want.items():
        if not np.array_equal(_shape(got[name]), shape):
            expected = f"`{name}` of {what} of shape {_shape_words(shape)}"
            raise WrongAnswerError(expected, f"shape {_shape_words(got[name])}", _NAMES)


def _list(names: Any) -> str:
    """Names without the norm's statistics, which come and go with its weight; a few at most."""
    shown = [str(name)[:40] for name in names]
    short = [name for name in shown if "running" not in name] or shown
    more = f" and {len(short) - 6} more" if len(short) > 6 else ""
    return ", ".join(f"`{name}`" for name in short[:6]) + more


def _shape(value: Any) -> np.ndarray:
    whole = isinstance(value, np.ndarray) and value.ndim == 1 and value.dtype.kind in "iu"
    return value if whole else np.zeros(0, np.int64)


def _shape_words(value: Any) -> str:
    return str(tuple(_shape(value)[:8].tolist()))


# ---------------------------------------------------------------- maps


def _outputs(got: Any, want: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """As many outputs as branches, in their shapes.  Raises WrongAnswerError."""
    if not isinstance(got, dict):
        raise WrongAnswerError(f"a list of {len(want)} tensors, one for each branch", words(got))
    if len(got) != len(want):
        raise WrongAnswerError(f"{len(want)} tensors, one for each branch", f"{len(got)}")
    return {
        number: array(got.get(number), right.shape, f"output {number}")
        for number, right in want.items()
    }


def _map(got: Any, want: np.ndarray, what: str, why: str = "") -> None:
    """Pass only if all of (B, C, h, w) is near; else show the channel that is worst."""
    value = array(got, want.shape, what).astype(np.float64)
    worst = np.unravel_index(int(np.abs(value - want).argmax()), want.shape)[:2]
    sketch = Sketch(want[worst], value[worst])
    close(value, want, what, _NEAR, why=why, place=_place, sketch=sketch)


def _pattern(got: Any, want: np.ndarray, what: str) -> None:
    """Compare what varies; constants are the business of other checks."""
    value = array(got, want.shape, what).astype(np.float64)
    centred = value - value.mean((2, 3), keepdims=True)
    _map(centred, want - want.mean((2, 3), keepdims=True), f"{what} less their mean", _GRID)


def _corners(got: Any, want: np.ndarray, what: str) -> None:
    """Compare the four corners, where all ways to enlarge between the same edges agree."""
    value = array(got, want.shape, what).astype(np.float64)
    corners = np.s_[:, :, [0, 0, -1, -1], [0, -1, 0, -1]]
    why = "A face is cut from a picture of any size; half of 17 is 9, and twice 9 is not 17."
    sketch = Sketch(want[0, 0], value[0, 0])
    close(
        value[corners],
        want[corners],
        what,
        _NEAR * 10,
        why=why,
        place=lambda at: f"{_CORNERS[at[2]]} of channel {at[1]}",
        sketch=sketch,
    )


_CORNERS = ("the upper left corner", "the upper right corner", "the lower left corner",
            "the lower right corner")  # fmt: skip


def _place(index: tuple[int, ...]) -> str:
    face, channel, row, column = index
    return f"row {row}, column {column} of channel {channel}, face {face}"
