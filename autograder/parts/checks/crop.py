"""Checks of part crop: what each answer does, and by itself the half pixels of all of them.

Whatever lies within `NEAR` of its right place passes everywhere but in `pixel_centres`.
"""

from __future__ import annotations

import numpy as np

from autograder.checking.compare import WrongAnswerError, array, at_most
from autograder.checking.drawing import Sketch
from autograder.parts.checks.pixels import NEAR, dot_centres, dot_heights, picture, same_content

_FINE = 0.01  # px, for what is computed
# px, for what is measured in a picture: one dot, which coarse sampling moves, and all together
_DOT, _DOTS = 0.25, 0.1
_COLOURS = ("red", "green", "blue")


def test_face_box(ask, expect, case):
    """A square around the points' box: the same centre, `margin` times its longer side."""
    _box(
        ask, expect, case, 1.1
    )  # whole pixels, and last - first + 1, are `pixel_centres`' business


def test_crop_matrix(ask, expect, case):
    """The box's centre goes to the crop's centre, at one scale, width / side, for x and y."""
    box = case.inputs["box"]
    _moved(ask, expect, case, "crop_matrix", "size", box, NEAR)


def test_resize_matrix(ask, expect, case):
    """x is multiplied by the ratio of the widths, y by the ratio of the heights."""
    width, height = case.inputs["old"]
    _moved(ask, expect, case, "resize_matrix", "new", (0, 0, width - 1, height - 1), NEAR)


def test_warp(ask, expect, case):
    """What was at a point of the source is where the matrix takes it; beyond, all is black."""
    want = expect("warp", **case.inputs)["image"]
    got = picture(ask("warp", **case.inputs)["image"], want)
    if "steps" in case.facts:
        _no_steps(got, want)
        return
    if "dots" in case.facts:
        _dots(case, got, want, NEAR, NEAR)
        _still_dots(case, got, want)
    same_content(got, want, "Where the output looks beyond the source it is black, (0, 0, 0).")


def test_smooth(ask, expect, case):
    """A picture that shrinks a lot is averaged: fine grain turns grey, not into other grain."""
    want = expect("warp", **case.inputs)["image"]
    got = picture(ask("warp", **case.inputs)["image"], want)
    mean, grain = _blocks(got)
    right_mean, right_grain = _blocks(want)
    if not at_most(np.abs(mean - right_mean).max(), 35, "mean of a block"):
        raise WrongAnswerError(
            "parts as bright as in the source",
            f"a part with a mean of {mean.flat[np.abs(mean - right_mean).argmax()]:.0f} "
            f"instead of {right_mean.flat[np.abs(mean - right_mean).argmax()]:.0f}",
            "Averaging keeps how bright each region is.",
            Sketch(want, got_image=got),
        )
    if not at_most(grain, 2 * right_grain, "grain, in levels"):
        raise WrongAnswerError(
            f"grain of about {right_grain:.0f} levels left, the rest averaged away",
            f"grain of {grain:.0f} levels",
            "Bilinear sampling looks at 2 x 2 pixels, whatever lies between is skipped: hair, "
            "lashes and sensor noise turn to noise that no training picture shares.",
            Sketch(want, got_image=got),
        )


def test_pixel_centres(ask, expect, case):
    """Whole numbers are pixel centres in every matrix and in the resampled picture."""
    question = case.facts["question"]
    if question == "face_box":
        _box(ask, expect, case, _FINE)
    elif question == "crop_matrix":
        _moved(ask, expect, case, question, "size", case.inputs["box"], _FINE)
    elif question == "resize_matrix":
        width, height = case.inputs["old"]
        _moved(ask, expect, case, question, "new", (0, 0, width - 1, height - 1), _FINE)
    else:
        want = expect("warp", **case.inputs)["image"]
        got = picture(ask("warp", **case.inputs)["image"], want)
        _dots(case, got, want, _DOT, _DOTS)


# ---------------------------------------------------------------- the box


def _box(ask, expect, case, within: float) -> None:
    want = expect("face_box", **case.inputs)["box"]
    box = array(ask("face_box", **case.inputs)["box"], (4,), "face_box(points, margin)")
    box = box.astype(float)
    if at_most(np.abs(box - want).max(), within, "face_box"):
        return
    side, right = box[2:] - box[:2], want[2] - want[0]
    longest = np.ptp(case.inputs["points"], axis=0).max()
    why = "Too tight a box cuts off the chin, too wide a one wastes pixels on background."
    if np.abs(side[0] - side[1]) > 0.01:
        why = "The box must be square: the network's input is, and faces must not be stretched."
    raise WrongAnswerError(
        f"the box {_numbers(want)}, of side {right:.2f}, around points up to {longest:.2f} apart",
        f"{_numbers(box)}, of sides {side[0]:.2f} and {side[1]:.2f}",
        why,
        _box_sketch(case.inputs["points"], want, box),
    )


def _box_sketch(points: np.ndarray, want: np.ndarray, box: np.ndarray) -> Sketch:
    """The points on black, with the corners of both boxes."""
    start = np.floor(want[:2]) - 12
    width, height = (np.ceil(want[2:] - start).astype(int) + 12).tolist()
    canvas = np.zeros((height, width, 3), np.uint8)
    x, y = np.round(points - start).astype(int).T
    canvas[y, x] = 255
    corners = [np.array([[b[0], b[1]], [b[2], b[1]], [b[0], b[3]], [b[2], b[3]]]) - start
               for b in (want, box)]  # fmt: skip
    return Sketch(canvas, want_points=corners[0], got_points=corners[1])


# ---------------------------------------------------------------- matrices


def _moved(ask, expect, case, question: str, size: str, area, within: float) -> None:
    """The matrix takes 5 x 5 points of `area` (x0, y0, x1, y1) to their right places."""
    want = expect(question, **case.inputs)["matrix"]
    matrix = affine(ask(question, **case.inputs)["matrix"], f"{question}(…)")
    x0, y0, x1, y1 = (float(number) for number in area)
    x, y = np.meshgrid(np.linspace(x0, x1, 5), np.linspace(y0, y1, 5))
    points = np.stack([x.ravel(), y.ravel()], axis=1)
    right, moved = (points @ m[:2, :2].T + m[:2, 2] for m in (want, matrix))
    error = np.abs(moved - right).max(axis=1)
    if at_most(error.max(), within, question):
        return
    worst = int(error.argmax())
    width, height = (int(number) for number in case.inputs[size])
    canvas = np.full((height, width, 3), 40, np.uint8)
    raise WrongAnswerError(
        f"the point {_numbers(points[worst])} goes to {_numbers(right[worst])}",
        f"it goes to {_numbers(moved[worst])}; your matrix multiplies x by {matrix[0, 0]:.4g} and "
        f"y by {matrix[1, 1]:.4g}, right are {want[0, 0]:.4g} and {want[1, 1]:.4g}",
        "Every landmark goes through this matrix: one wrong number moves them all.",
        Sketch(canvas, want_points=right, got_points=moved),
    )


def affine(value, what: str) -> np.ndarray:
    """`value` as a 3x3 affine in float.  Raises WrongAnswerError."""
    matrix = array(value, (3, 3), what).astype(float)
    if not at_most(np.abs(matrix[2] - (0, 0, 1)).max(), 1e-6, "the last row"):
        raise WrongAnswerError(
            f"{what} with the last row 0, 0, 1",
            f"the last row {_numbers(matrix[2])}",
            "That row carries the 1 of (x, y, 1) through every product of matrices.",
        )
    return matrix


def _numbers(values: np.ndarray) -> str:
    return "(" + ", ".join(f"{float(value):.2f}" for value in values) + ")"


# ---------------------------------------------------------------- pictures


def _dots(case, got: np.ndarray, want: np.ndarray, within: float, together: float) -> None:
    """Every dot is `within` px of where the matrix takes its centre, their mean `together` px."""
    places, channels, reach = _places(case)
    centres = dot_centres(got, want, places, channels, reach)
    sketch = Sketch(want, got_image=got, want_points=places, got_points=centres)
    lost = np.flatnonzero(np.isnan(centres[:, 0]))
    if len(lost):
        first = int(lost[0])
        raise WrongAnswerError(
            f"a {_COLOURS[channels[first]]} dot at {_numbers(places[first])}, from "
            f"{_numbers(case.facts['dots'][first])} in the source",
            f"nothing {_COLOURS[channels[first]]} within {reach:.0f} px of that place; "
            f"{len(lost)} of {len(places)} dots are lost",
            "The matrix takes source pixels to output pixels, x first, and colours stay.",
            sketch,
        )
    error = np.linalg.norm(centres - places, axis=1)
    shift = (centres - places).mean(axis=0)
    one = at_most(error.max(), within, "one dot")
    if not (at_most(np.abs(shift).max(), together, "the mean of all dots") and one):
        worst = int(error.argmax())
        raise WrongAnswerError(
            f"a dot at {_numbers(places[worst])}, where the matrix takes its centre",
            f"it is at {_numbers(centres[worst])}; all dots together are {shift[0]:+.2f} px in x "
            f"and {shift[1]:+.2f} px in y beside their places",
            "Landmarks go through the matrix exactly: pixels that go elsewhere make every label "
            "wrong by as much.",
            sketch,
        )


def _still_dots(case, got: np.ndarray, want: np.ndarray) -> None:
    """Dots keep their height, or nearly."""
    right, heights = (dot_heights(image, *_places(case)) for image in (want, got))
    share = heights / right
    if not at_most((1 - share).max(), 0.4, "loss of a dot's height"):
        raise WrongAnswerError(
            "dots as bright as in the source, or nearly",
            f"one with {100 * share.min():.0f} % of its right height",
            "A picture that shrinks little, or not at all, must stay sharp.",
            Sketch(want, got_image=got),
        )


def _places(case) -> tuple[np.ndarray, np.ndarray, float]:
    """Where the matrix takes the dots, their channels, and how far each reaches."""
    matrix, facts = case.inputs["matrix"], case.facts
    places = facts["dots"] @ matrix[:2, :2].T + matrix[:2, 2]
    return places, facts["channels"], float(facts["reach"])


def _no_steps(got: np.ndarray, want: np.ndarray) -> None:
    """Neighbours in an enlarged picture differ little, wherever pixel centres are."""
    step, right = (_largest_step(image[4:-4, 4:-4].astype(int)) for image in (got, want))
    if not at_most(step, 2 * right, "step between neighbours"):
        raise WrongAnswerError(
            f"neighbours that differ by {right} levels at most",
            f"steps of {step} levels",
            "Bilinear: between two source pixels the output goes from one to the other.",
            Sketch(want, got_image=got),
        )


def _largest_step(image: np.ndarray) -> int:
    return int(max(np.abs(np.diff(image, axis=0)).max(), np.abs(np.diff(image, axis=1)).max()))


def _blocks(image: np.ndarray) -> tuple[np.ndarray, float]:
    """Means of 6 x 6 blocks well inside, and how much pixels scatter in them."""
    grey = image[6:-6, 6:-6].mean(axis=2)
    blocks = grey.reshape(6, 6, 6, 6).transpose(0, 2, 1, 3)
    means = blocks.mean(axis=(2, 3))
    return means, float(np.sqrt(((blocks - means[:, :, None, None]) ** 2).mean()))
