"""Checks of part picture."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.checking.compare import WrongAnswerError, array, at_most
from autograder.checking.drawing import Sketch

NEAR = 3  # px of the rendering between a point and the nearest pixel of its mark, at most
SEEN = 10  # grey levels that a mark changes at least
COLOUR = 16  # grey levels that most pixels may be off, at most
SHARE = 0.8  # of the points must be seen: a legend may hide some
_FRAME = "Points and picture must share one frame: x to the right, y downwards, in its own pixels."


def test_draw_points(ask, expect, case):
    """The whole picture, the right way up, with a mark at each predicted and each true point."""
    image = case.inputs["image"]
    first, second, third = (case.inputs[f"points_{index}"] for index in range(3))
    both = _Drawing(ask("draw_points", image=image, pred=first, true=second), image)
    moved = _Drawing(ask("draw_points", image=image, pred=third, true=first), image)
    alone = _Drawing(ask("draw_points", image=image, pred=second), image)
    # Wherever one drawing must have a mark and the other none, or one of another kind, they
    # differ.  What marks look like, and whatever else is drawn in both, does not matter.
    both.differs(moved, third, "a mark at each predicted point", moved, _FRAME)
    both.differs(moved, second, "a mark at each true point", both, _FRAME)
    alone.differs(moved, second, "a mark at each predicted point, without `true`", alone, _FRAME)
    why = "Whoever looks must see which mark is the prediction and which is the truth."
    both.differs(moved, first, "other marks for predictions than for the truth", both, why)


class _Drawing:
    """A rendered figure in which the picture was found.  Raises Wrong if it was not."""

    def __init__(self, answer: Any, image: np.ndarray) -> None:
        rendering = answer["rendering"]
        shape = rendering.shape if isinstance(rendering, np.ndarray) else (1, 1, 3)
        if len(shape) != 3 or shape[2] != 3 or min(shape) < 1:
            shape = (1, 1, 3)
        self.pixels = array(rendering, shape, "the figure as RGB pixels", "uint8")
        if answer["corners"] is None:
            raise WrongAnswerError("the picture, drawn by imshow", "a figure without a picture")
        self.first, self.last = array(answer["corners"], (2, 2), "corners").astype(float)
        self.image = image
        self._require_picture()

    def at(self, points: np.ndarray) -> np.ndarray:
        """Points of the picture as (n, 2) pixels of the rendering."""
        height, width = self.image.shape[:2]
        return self.first + points / (width - 1, height - 1) * (self.last - self.first)

    def differs(
        self, other: _Drawing, points: np.ndarray, expected: str, shown: _Drawing, why: str
    ) -> None:
        """Pass only if the two renderings differ near these points.  Raises WrongAnswerError."""
        if self.pixels.shape != other.pixels.shape or self._place_differs(other):
            got = "a picture that shrinks or moves with the points"
            why = "Points outside the picture widen the axes. " + _FRAME
            raise WrongAnswerError("the picture in the same place", got, why, shown.sketch(points))
        change = np.abs(self.pixels.astype(int) - other.pixels.astype(int)).max(axis=2)
        near = [_window(change, place).max() > SEEN for place in self.at(points)]
        if not at_most(1 - np.mean(near), 1 - SHARE, "share of points without a mark"):
            got = f"nothing of the kind at {near.count(False)} of {len(near)} points"
            raise WrongAnswerError(expected, got, why, shown.sketch(points))

    def sketch(self, points: np.ndarray | None = None) -> Sketch:
        """The picture, with the points in question, beside what was drawn."""
        return Sketch(self.image, got_image=self.pixels, want_points=points)

    def _place_differs(self, other: _Drawing) -> bool:
        ends = np.abs([self.first - other.first, self.last - other.last])
        return not at_most(ends.max(), 1, "the picture's place")

    def _require_picture(self) -> None:
        """The rendering shows the picture's own colours where it is said to lie."""
        (x0, y0), (x1, y1) = self.first, self.last
        if not (x1 > x0 and y1 > y0):
            side = "upside down" if x1 > x0 else "mirrored"
            raise WrongAnswerError(
                "the picture the right way up", f"a picture {side}", _FRAME, self.sketch()
            )
        rows, columns = np.indices(self.image.shape[:2])
        centres = np.stack([columns.ravel(), rows.ravel()], axis=1)
        places = np.round(self.at(centres)).astype(int)
        height, width = self.pixels.shape[:2]
        if not ((places >= 0).all() and (places < (width, height)).all()):
            got = "a figure that cuts some of it off"
            raise WrongAnswerError(
                "the whole picture", got, "Points may lie anywhere.", self.sketch()
            )
        if x1 - x0 < self.image.shape[1] / 2:
            got = f"one that is {x1 - x0:.0f} of {width} px wide in the figure"
            why = "Points far outside the picture widen the axes. " + _FRAME
            raise WrongAnswerError("a picture large enough to see", got, why, self.sketch())
        seen = self.pixels[places[:, 1], places[:, 0]].astype(float)
        error = _off(seen, self.image)
        if not at_most(error, COLOUR, "colours"):
            got = f"colours that are off by {error:.0f} grey levels"
            for change, other in (
                ("red and blue exchanged", self.image[..., ::-1]),
                ("a mirrored picture", self.image[:, ::-1]),
                ("a picture upside down", self.image[::-1]),
            ):
                got = change if _off(seen, other) <= COLOUR else got
            why = "imshow takes uint8 in the order red, green, blue, as the picture comes."
            raise WrongAnswerError(
                "the picture as it came, in its own colours", got, why, self.sketch()
            )


def _off(seen: np.ndarray, image: np.ndarray) -> float:
    """How far most pixels are from this picture; marks may cover the others."""
    return float(np.median(np.abs(seen - image.reshape(-1, 3)).max(axis=1)))


def _window(change: np.ndarray, place: np.ndarray) -> np.ndarray:
    x, y = np.round(place).astype(int).tolist()
    return change[max(0, y - NEAR) : max(0, y + NEAR) + 1, max(0, x - NEAR) : max(0, x + NEAR) + 1]
