"""Cases of part trained: painted faces that the network has not seen."""

from __future__ import annotations

import numpy as np

from autograder.checking.case import Case
from autograder.parts.cases.painted import faces

FACE, SIDE = 120, 200  # px: a face with its surroundings, and the picture it stands in


def unseen(rng: np.random.Generator, hidden: bool) -> list[Case]:
    """Faces anywhere in a larger picture, so that the box has to be looked at."""
    painted = faces(rng, count=32 if hidden else 16, size=FACE)
    corners = rng.integers(0, SIDE - FACE + 1, (len(painted.points), 2))
    images = np.stack([_placed(*both) for both in zip(painted.images, corners, strict=True)])
    points = painted.points + corners[:, None]
    boxes = np.concatenate([points.min(axis=1), points.max(axis=1)], axis=1)
    return [
        Case(f"{len(boxes)} painted faces", {"images": images, "boxes": boxes}, {"points": points})
    ]


def _placed(image: np.ndarray, corner: np.ndarray) -> np.ndarray:
    """The picture in a larger one, with its upper left corner at (x, y); its edges run on."""
    x, y = corner
    return np.pad(image, ((y, SIDE - FACE - y), (x, SIDE - FACE - x), (0, 0)), mode="edge")


CASES = dict.fromkeys(("first_bar", "second_bar"), unseen)
