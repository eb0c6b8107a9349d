"""Cases of part encode."""

from __future__ import annotations

import numpy as np

from autograder.checking.case import Case
from autograder.parts.cases.pictures import between_pixels

# (width, height) of the heatmap, stride, sigma
_PUBLIC = {"64 x 64 at stride 4": ((64, 64), 4.0, 1.5), "a wide map": ((80, 48), 2.0, 2.0)}
_HIDDEN = {
    "64 x 64 at stride 4": ((64, 64), 4.0, 1.5),
    "a tall map": ((40, 72), 4.0, 1.5),
    "stride 8": ((56, 44), 8.0, 2.0),
}


def inside(rng: np.random.Generator, hidden: bool) -> list[Case]:
    """Landmarks at least 8 heatmap pixels from the border, at no whole pixel."""
    return [
        Case(name, _inputs(_interior(rng, size, 24), size, stride, sigma))
        for name, (size, stride, sigma) in (_HIDDEN if hidden else _PUBLIC).items()
    ]


def partly_outside(rng: np.random.Generator, hidden: bool) -> list[Case]:
    """Some landmarks clearly outside on each side, some just inside, the others well inside."""
    cases = []
    for name, (size, stride, sigma) in (_HIDDEN if hidden else _PUBLIC).items():
        points = _interior(rng, size, 12)
        # Two pixels and more beyond the border: how a rule rounds there is not judged.
        points[0, 0] = -rng.uniform(2, 9)
        points[1, 1] = -rng.uniform(2, 9)
        points[2, 0] = size[0] + rng.uniform(2, 9)
        points[3, 1] = size[1] + rng.uniform(2, 9)
        points[4, 0] = points[5, 1] = rng.uniform(1, 3)
        points[6, 0] = size[0] - 1 - rng.uniform(1, 3)
        points[7, 1] = size[1] - 1 - rng.uniform(1, 3)
        cases.append(Case(name, _inputs(points, size, stride, sigma)))
    return cases


def _interior(rng: np.random.Generator, size: tuple[int, int], count: int) -> np.ndarray:
    """(count, 2) in heatmap pixels."""
    return between_pixels(rng, 9, (size[0] - 9, size[1] - 9), count)


def _inputs(points: np.ndarray, size: tuple[int, int], stride: float, sigma: float) -> dict:
    pixels = (points + 0.5) * stride - 0.5
    return {"points": pixels, "size": list(size), "stride": stride, "sigma": sigma}


CASES = {
    "dots": inside,
    "frame": inside,
    "profile": inside,
    "outside": partly_outside,
}
