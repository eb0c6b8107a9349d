"""Cases of part trained: painted faces that the network has not seen."""

from __future__ import annotations

import numpy as np

from autograder.checking.case import Case
from autograder.parts.cases.painted import faces

FACE, SIDE = 120, 200  # px: a face with its surroundings, and the picture it stands in
JITTER = 0.03  # of the longer side, that an edge of a box is off


def unseen(rng: np.random.Generator, hidden: bool) -> list[Case]:
    """Faces anywhere in a larger picture, so that the box has to be looked at."""
    painted = faces(rng, count=32 if hidden else 16, size=FACE)
    corners = rng.integers(0, SIDE - FACE + 1, (len(painted.points), 2))
    images = np.stack([_placed(*both) for both in zip(painted.images, corners, strict=True)])
    points = painted.points + corners[:, None]
    inputs = {"images": images, "boxes": _detected(rng, points)}
    return [Case(f"{len(points)} painted faces", inputs, {"points": points})]


def _detected(rng: np.random.Generator, points: np.ndarray) -> np.ndarray:
    """(n, 4) boxes as a detector gives them: not quite around the points, and in whole pixels."""
    low, high = points.min(axis=1), points.max(axis=1)
    side = (high - low).max(axis=1, keepdims=True)
    off = rng.normal(0, JITTER, (len(points), 4)).clip(-2 * JITTER, 2 * JITTER) * side
    return np.round(np.concatenate([low, high], axis=1) + off)


def _placed(image: np.ndarray, corner: np.ndarray) -> np.ndarray:
    """The picture in a larger one, with its upper left corner at (x, y); its edges run on."""
    x, y = corner
    return np.pad(image, ((y, SIDE - FACE - y), (x, SIDE - FACE - x), (0, 0)), mode="edge")


CASES = dict.fromkeys(("first_bar", "second_bar"), unseen)
