"""Cases of part trained: painted faces that the network has not seen."""

from __future__ import annotations

import numpy as np

from autograder.case import Case
from autograder.cases.faces import faces

SIDE = 160  # of the pictures; the faces fill a half to four fifths of it


def unseen(rng: np.random.Generator, hidden: bool) -> list[Case]:
    painted = faces(rng, count=32 if hidden else 16, size=SIDE)
    boxes = np.concatenate([painted.points.min(axis=1), painted.points.max(axis=1)], axis=1)
    inputs = {"images": painted.images, "boxes": boxes}
    return [Case(f"{len(boxes)} painted faces", inputs, {"points": painted.points})]


CASES = dict.fromkeys(("first_bar", "second_bar"), unseen)
