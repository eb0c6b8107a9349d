"""Cases of part nme: painted faces of all sizes, with predictions beside them."""

from __future__ import annotations

import numpy as np

from autograder.case import Case
from autograder.cases.faces import faces


def one_face(rng: np.random.Generator, hidden: bool) -> list[Case]:
    return [Case(name, _faces(rng, 1)) for name in ("a face", "another face")]


def several_faces(rng: np.random.Generator, hidden: bool) -> list[Case]:
    return [Case(f"{count} faces", _faces(rng, count)) for count in ((2, 7) if hidden else (3, 5))]


def _faces(rng: np.random.Generator, count: int) -> dict:
    painted = faces(rng, count, size=64)
    true = painted.points * rng.uniform(1, 6, (count, 1, 1))
    size = np.ptp(true, axis=1).max(axis=1)[:, None, None]
    return {"pred": true + rng.normal(0, 0.03, true.shape) * size, "true": true}


def pending(rng: np.random.Generator, hidden: bool) -> list[Case]:
    return [Case("pending", {})]


CASES = {
    "failure_rate": pending,
    "auc": pending,
    "by_attribute": pending,
    "nme": one_face,
    "each_face": several_faces,
}
