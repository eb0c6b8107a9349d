"""Cases of part nme: all distances on a face differ, so every wrong divisor shows."""

from __future__ import annotations

import numpy as np

from autograder.case import Case


def one_face(rng: np.random.Generator, hidden: bool) -> list[Case]:
    return [Case(name, _faces(rng, 1)) for name in ("a face", "another face")]


def several_faces(rng: np.random.Generator, hidden: bool) -> list[Case]:
    return [Case(f"{count} faces", _faces(rng, count)) for count in ((2, 7) if hidden else (3, 5))]


def _faces(rng: np.random.Generator, count: int) -> dict:
    size = rng.uniform(60, 400, (count, 1, 1))
    true = rng.uniform(0, 1, (count, 98, 2)) * size
    true[:, 72] = true[:, 60] + size[:, 0] * (0.5, 0.1)
    pred = true + rng.normal(0, 0.04, true.shape) * size
    return {"pred": pred, "true": true}


CASES = {"value": one_face, "each_face": several_faces}
