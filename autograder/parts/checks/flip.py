"""Checks of part flip.

`flip` may use the student's own `flip_permutation`: it is right with another permutation in the
place of that one, or right as it is.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any

import numpy as np

from autograder.checking.compare import WrongAnswerError, array, at_most, close, common_shift
from autograder.checking.drawing import Sketch
from autograder.checking.reply import judge_either
from autograder.parts.checks.points import point

_SWAP = "After a mirror the eye on the left is another eye: rows must be swapped with it."


def test_permutation(ask, expect, case):
    """`flip_permutation` swaps every left point with its right partner."""
    got, want = ask("flip_permutation")["perm"], expect("flip_permutation")["perm"]
    perm = array(got, want.shape, "flip_permutation()", "integers")
    wrong = np.flatnonzero(perm != want)
    if len(wrong):
        first = int(wrong[0])
        raise WrongAnswerError(
            f"flip_permutation()[{first}] = {want[first]}",
            f"{perm[first]}; {len(wrong)} of 98 entries are wrong",
            _SWAP,
        )


def test_points(ask, expect, case):
    """Every landmark lands on its mirror image, under the right index."""
    _judged(ask, expect, case, _points)


def _points(got: dict, want: dict, case) -> None:
    points = array(got["points"], want["points"].shape, "points")
    # A common shift of up to a pixel is the business of `test_pixel_centres`.
    shift = common_shift(points - want["points"], 1.0)
    close(
        points - shift,
        want["points"],
        "points",
        0.01,
        unit="px",
        place=point,
        why=_SWAP,
        sketch=_drawn(want, points),
    )


def test_pixel_centres(ask, expect, case):
    """Column x goes to width - 1 - x: points and pixels mirror about the same line."""
    _judged(ask, expect, case, _pixel_centres)


def _pixel_centres(got: dict, want: dict, case) -> None:
    points = array(got["points"], want["points"].shape, "points").astype(float)
    # Each point beside the nearest right one, whatever its index: the order is judged elsewhere.
    beside = points[:, None] - want["points"][None]
    nearest = np.linalg.norm(beside, axis=-1).argmin(axis=1)
    if len(np.unique(nearest)) < len(points) / 2:
        raise WrongAnswerError("98 points, each near its place", "many points in the same place")
    shift = np.median(beside[np.arange(len(points)), nearest], axis=0)
    if not at_most(np.abs(shift).max(), 0.01, "median shift"):
        raise WrongAnswerError(
            "points that mirror together with the pixels, x -> width - 1 - x",
            f"most points {shift[0]:+.2f} px in x and {shift[1]:+.2f} px in y beside their pixel",
            "One source pixel is about 1.8 % NME on half of the training samples.",
            _drawn(want, points),
        )


def test_picture(ask, expect, case):
    """The picture itself is mirrored left to right, in the same shape."""
    _judged(ask, expect, case, _picture)


def _picture(got: dict, want: dict, case) -> None:
    beside = Sketch(want["image"], got_image=got["image"])  # drawn only if the shape is right
    close(got["image"], want["image"], "picture", 0, dtype="uint8", sketch=beside)


def test_arguments_kept(ask, expect, case):
    """The caller's picture and points stay as they were."""
    _judged(ask, expect, case, _arguments_kept)


def _arguments_kept(got: dict, want: dict, case) -> None:
    array(got["points"], want["points"].shape, "points")
    _picture(got, want, case)
    for name in ("image", "points"):
        before, after = case.inputs[name], got[f"{name}_after"]
        if not np.array_equal(array(after, before.shape, f"{name} after the call"), before):
            raise WrongAnswerError(
                f"the argument `{name}` as it was",
                "it was changed in place",
                "The next epoch would start from the flipped face.",
            )


def _judged(ask, expect, case, judge: Callable[[dict, dict, Any], None]) -> None:
    """Judge `flip` with a permutation of ours in the place of its helper, or with its own."""
    ours, own = case.inputs, case.inputs | {"perm": None}
    with suppress(WrongAnswerError):
        ask("flip", **own)  # even if nobody judges it: it tells one wrong order from another
    judge_either(ask, expect, "flip", (ours, own), lambda got, want: judge(got, want, case))


def _drawn(want: dict, points: np.ndarray) -> Sketch:
    """The points over the picture as it should be."""
    return Sketch(want["image"], want_points=want["points"], got_points=points)
