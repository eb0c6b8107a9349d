"""Checks of part decode: three steps of precision, and the frame by itself."""

from __future__ import annotations

import numpy as np

from autograder.checking.compare import WrongAnswerError, array, at_most, common_shift
from autograder.checking.drawing import Sketch
from autograder.parts.checks.points import point


def test_right_pixel(ask, expect, case):
    """Every landmark is found to the nearest heatmap pixel; on the border, nearly."""
    # On the border good decoders differ by more than two pixels: only nonsense is refused there.
    _precision(ask, expect, case, 3.0 if case.facts.get("border") else 0.75)


def test_half_pixel(ask, expect, case):
    """Every landmark is found to half a heatmap pixel: the neighbours of the peak help."""
    _precision(ask, expect, case, 0.5)


def test_sub_pixel(ask, expect, case):
    """Every landmark is found to a tenth of a heatmap pixel."""
    _precision(ask, expect, case, 0.1)


def test_frame(ask, expect, case):
    """x in the input is (x + 0.5) * stride - 0.5: no common shift of all landmarks."""
    error = _error(ask, expect, case)
    shift = common_shift(error, 1.0)
    scatter = float(np.median(np.linalg.norm(error - shift, axis=-1)))
    if not at_most(scatter, 1.5, "median distance of points"):
        raise WrongAnswerError(
            "points that share one shift, and that of 0",
            f"points scattered by {scatter:.1f} heatmap px",
            "Only of points that are found at all can be said in which frame they are.",
            _drawn(case, expect, error, 0),
        )
    if not at_most(np.abs(shift).max(), 0.01, "common shift"):
        raise WrongAnswerError(
            "points with no common shift",
            f"a shift of {shift[0]:+.2f} and {shift[1]:+.2f} heatmap px of most points",
            "A pixel's centre is its coordinate in both frames, so a stride of 4 adds 1.5 px.",
            _drawn(case, expect, error, 0),
        )


def _precision(ask, expect, case, within: float) -> None:
    error = _error(ask, expect, case)
    shift = common_shift(error, 1.0)  # the business of `test_frame`
    distance = np.linalg.norm(error - shift, axis=-1)
    worst = np.unravel_index(int(distance.argmax()), distance.shape)
    where = "distance of a point" + " on the border" * bool(case.facts.get("border"))
    if not at_most(distance.max(), within, where):
        raise WrongAnswerError(
            f"every landmark within {within} heatmap px",
            f"{distance[worst]:.2f} heatmap px at {point((*map(int, worst), 0))[5:]} "
            f"(mean {distance.mean():.2f})",
            "One heatmap pixel is about 3.7 % NME on a median face.",
            _drawn(case, expect, error, int(worst[0])),
        )


def _error(ask, expect, case) -> np.ndarray:
    """Errors (B, N, 2) in heatmap pixels."""
    want = expect("decode", **case.inputs)["points"]
    points = array(ask("decode", **case.inputs)["points"], want.shape, "points")
    return (points.astype(float) - want) / float(case.inputs["stride"])


def _drawn(case, expect, error: np.ndarray, face: int) -> Sketch:
    """One face's maps, one over the other, with the points in heatmap pixels; where all are nearly
    right, its worst dot from close by."""
    stride, maps = float(case.inputs["stride"]), case.inputs["maps"][face]
    want = (expect("decode", **case.inputs)["points"][face].astype(float) + 0.5) / stride - 0.5
    distance = np.linalg.norm(error[face], axis=1)
    if not distance.max() < 3:
        return Sketch(maps.max(axis=0), want_points=want, got_points=want + error[face])
    worst = int(distance.argmax())
    left, top = np.maximum(want[worst].round().astype(int) - 6, 0)
    centre = want[worst : worst + 1] - (left, top)
    near = maps[worst, top : top + 13, left : left + 13]
    return Sketch(near, want_points=centre, got_points=centre + error[face, worst])
