"""Checks of part flip."""

from __future__ import annotations

import numpy as np

from autograder.checking.compare import WrongAnswerError, array, at_most, close, common_shift
from autograder.checking.drawing import Sketch
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
    got, want = ask("flip", **case.inputs), expect("flip", **case.inputs)
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
    got, want = ask("flip", **case.inputs), expect("flip", **case.inputs)
    points = array(got["points"], want["points"].shape, "points").astype(float)
    # Each point beside the nearest right one, whatever its index: the order is judged elsewhere.
    beside = points[:, None] - want["points"][None]
    nearest = np.linalg.norm(beside, axis=-1).argmin(axis=1)
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
    got, want = ask("flip", **case.inputs), expect("flip", **case.inputs)
    beside = Sketch(want["image"], got_image=got["image"])  # drawn only if the shape is right
    close(got["image"], want["image"], "picture", 0, dtype="uint8", sketch=beside)


def test_arguments_kept(ask, expect, case):
    """The caller's picture and points stay as they were."""
    got, want = ask("flip", **case.inputs), expect("flip", **case.inputs)
    array(got["points"], want["points"].shape, "points")
    close(got["image"], want["image"], "picture", 0, dtype="uint8")
    for name in ("image", "points"):
        if got[f"changed_{name}"]:
            raise WrongAnswerError(
                f"the argument `{name}` as it was",
                "it was changed in place",
                "The next epoch would start from the flipped face.",
            )


def _drawn(want: dict, points: np.ndarray) -> Sketch:
    """The points over the picture as it should be."""
    return Sketch(want["image"], want_points=want["points"], got_points=points)
