"""Checks of part compose.

`transform` may use the student's own `warp` and `flip_permutation`, which are judged in their own
parts.  It is right with others in their place, a `warp` that only takes down what it is given and
another permutation; or it is right as it is.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from autograder.checking.compare import WrongAnswerError, array, at_most, close
from autograder.checking.drawing import Sketch
from autograder.checking.reply import judge_either
from autograder.parts.checks.crop import affine
from autograder.parts.checks.pixels import picture, same_content
from autograder.parts.checks.points import point

_CENTRE = 1.25  # px that half a pixel may move the centre: the business of `test_centre`


def test_rotation_matrix(ask, expect, case):
    """Positive degrees turn counter-clockwise, as one sees it, about the picture's middle."""
    want = expect("rotation_matrix", **case.inputs)["matrix"]
    matrix = affine(ask("rotation_matrix", **case.inputs)["matrix"], "rotation_matrix(…)")
    sketch = _frames(case.inputs["size"], want, matrix)
    if not at_most(np.abs(matrix[:2, :2] - want[:2, :2]).max(), 1e-4, "the turn itself"):
        degrees = float(case.inputs["degrees"])
        got = np.degrees(np.arctan2(-matrix[1, 0], matrix[0, 0]))
        way = "counter-clockwise" if got > 0 else "clockwise"
        raise WrongAnswerError(
            f"the 2x2 part {_rows(want)}, {degrees:g} degrees counter-clockwise",
            f"{_rows(matrix)}; it turns by {abs(got):.1f} degrees {way}",
            "y points down: what is counter-clockwise on paper is clockwise in a picture.",
            sketch,
        )
    centre, moved = _centre(case, matrix)
    if not at_most(np.abs(moved - centre).max(), _CENTRE, "the centre, roughly"):
        raise WrongAnswerError(
            f"the centre ({centre[0]:g}, {centre[1]:g}) stays where it is, within a pixel",
            f"it goes to ({moved[0]:.1f}, {moved[1]:.1f})",
            "A turn about another point moves the face out of the picture.",
            sketch,
        )


def test_centre(ask, expect, case):
    """The turn's fixed point is ((width - 1) / 2, (height - 1) / 2), to a hundredth of a pixel."""
    matrix = affine(ask("rotation_matrix", **case.inputs)["matrix"], "rotation_matrix(…)")
    turn = matrix[:2, :2]
    stretched = np.abs(turn @ turn.T - np.eye(2)).max()
    if not at_most(stretched, 1e-3, "a turn's stretch") or np.abs(turn - np.eye(2)).max() < 0.1:
        raise WrongAnswerError(
            "a matrix that turns, without stretching",
            f"the 2x2 part {_rows(matrix)}",
            "Only of a turn can be said what it turns about.",
        )
    centre, moved = _centre(case, matrix)
    if not at_most(np.abs(moved - centre).max(), 0.01, "the centre"):
        raise WrongAnswerError(
            f"the centre ({centre[0]:g}, {centre[1]:g}) stays exactly where it is",
            f"it goes to ({moved[0]:.2f}, {moved[1]:.2f})",
            "Pixel 0 is centred on 0 and the last on width - 1; the middle is half way between.",
        )


def test_points(ask, expect, case):
    """Points go through all matrices, the first one first; left and right swap if that mirrors."""

    def judge(got: dict, want: dict) -> None:
        points = array(got["points"], want["points"].shape, "points")
        close(
            *(points, want["points"], "points", 0.01),
            unit="px",
            place=point,
            why=_why_points(points, want["points"]),
            sketch=Sketch(image, want_points=want["points"], got_points=points),
        )

    ours, own = _helped(case)
    image = expect("transform_picture", **own)["image"]
    judge_either(ask, expect, "transform_points", (ours, own), judge)


def test_picture(ask, expect, case):
    """The picture goes through the same product as the points, to the right size."""

    def judge(got: dict, want: np.ndarray) -> None:
        image = picture(got["image"], want)
        same_content(image, want, "Image and points must go through the same matrices.")

    _judge_picture(ask, expect, case, judge)


def test_one_resampling(ask, expect, case):
    """After steps that undo each other, and a move by whole pixels, the picture is still sharp."""

    def judge(got: dict, want: np.ndarray) -> None:
        image = picture(got["image"], want)
        error = _blocks(np.abs(image.astype(float) - want.astype(float)))
        if not at_most(error.max(), 6, "levels of a block"):
            y, x = np.unravel_index(int(error.argmax()), error.shape)
            raise WrongAnswerError(
                "the picture as sharp as it was: these steps undo each other, but for a move by "
                "whole pixels",
                f"around x = {8 * x + 4}, y = {8 * y + 4} pixels are off by "
                f"{error.max():.0f} levels in the mean",
                "A picture resampled at every step loses detail, and what leaves it on the way "
                "does not come back.",
                Sketch(want, got_image=image),
            )

    _judge_picture(ask, expect, case, judge)


# ---------------------------------------------------------------- the student's other answers


def _helped(case) -> tuple[dict, dict]:
    """The inputs with helpers of ours, and with the student's own."""
    return case.inputs | {"helpers": case.facts["helpers"]}, case.inputs | {"helpers": None}


def _judge_picture(ask, expect, case, judge: Callable[[dict, np.ndarray], None]) -> None:
    """Judge by what our `warp` was given, or by the picture itself."""

    def either(got: dict, want: dict) -> None:
        if want["warps"]:
            _warped_once(got, case)
        else:
            judge(got, want["image"])

    judge_either(ask, expect, "transform_picture", _helped(case), either)


def _warped_once(got: dict, case) -> None:
    """Pass only if the picture is what one `warp` gave for the image, the product and the size."""
    warps = got["warps"] if isinstance(got["warps"], dict) else {}
    inputs, product = case.inputs, case.facts["product"]
    calls = int(array(warps.get("calls"), (), "calls of warp(…)", "integers"))
    if calls != 1:
        raise WrongAnswerError("one call of warp(…)", f"{calls} calls")
    matrix = array(warps.get("matrix"), (3, 3), "the matrix given to warp")
    close(matrix, product, "the matrix given to warp", 1e-4, why="All matrices in one product.")
    for name in ("image", "size"):
        what = f"the {name} given to warp"
        given = array(warps.get(name), inputs[name].shape, what)
        close(given, inputs[name], what, 0)
    close(got["image"], case.facts["helpers"]["picture"], "what warp gave", 0, dtype="uint8")


# ---------------------------------------------------------------- words and pictures


def _why_points(got: np.ndarray, want: np.ndarray) -> str:
    beside = np.linalg.norm(want[:, None] - got[None].astype(float), axis=2).min(axis=1)
    if beside.max() <= 0.01:
        return "All places are right, but not under their index: the swap follows the matrices."
    return "Image and points must go through the same matrices."


def _frames(size: np.ndarray, want: np.ndarray, matrix: np.ndarray) -> Sketch:
    """Points from the middle to the right, turned both ways: their direction tells the angle."""
    width, height = (int(number) for number in size)
    along = np.linspace(0.5, 0.9, 6)[:, None] * (width - 1, 0) + (0, (height - 1) / 2)
    canvas = np.full((height, width, 3), 40, np.uint8)
    turned = [along @ m[:2, :2].T + m[:2, 2] for m in (want, matrix)]
    return Sketch(canvas, want_points=turned[0], got_points=turned[1])


def _centre(case, matrix: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The picture's centre, and where the matrix takes it."""
    centre = (case.inputs["size"] - 1) / 2
    return centre, matrix[:2, :2] @ centre + matrix[:2, 2]


def _rows(matrix: np.ndarray) -> str:
    (a, b), (c, d) = matrix[:2, :2]
    return f"[[{a:.3f}, {b:.3f}], [{c:.3f}, {d:.3f}]]"


def _blocks(error: np.ndarray) -> np.ndarray:
    """Means of 8 x 8 blocks of an error (h, w, 3)."""
    height, width = (side // 8 for side in error.shape[:2])
    cut = error[: 8 * height, : 8 * width]
    return cut.reshape(height, 8, width, 8, 3).mean(axis=(1, 3, 4))
