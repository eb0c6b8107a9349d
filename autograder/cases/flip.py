"""Cases of part flip."""

from __future__ import annotations

import numpy as np

from autograder.case import Case
from autograder.cases.pictures import picture


def permutation(rng: np.random.Generator, hidden: bool) -> list[Case]:
    return [Case("the permutation", {})]


def faces(rng: np.random.Generator, hidden: bool) -> list[Case]:
    """Pictures of even and odd width, points inside and outside."""
    if hidden:
        sizes = {"a narrow picture": (33, 90), "points outside": (80, 61), "a wide one": (131, 40)}
    else:
        sizes = {"an even width": (64, 48), "an odd width": (57, 70)}
    return [
        Case(name, {"image": picture(rng, *size), "points": _points(rng, size, "outside" in name)})
        for name, size in sizes.items()
    ]


def _points(rng: np.random.Generator, size: tuple[int, int], outside: bool) -> np.ndarray:
    margin = -25.0 if outside else 1.0
    return rng.uniform(margin, np.array(size) - 1 - margin, (98, 2))


CASES = {
    "permutation": permutation,
    "points": faces,
    "pixel_centres": faces,
    "picture": faces,
    "arguments_kept": faces,
}
