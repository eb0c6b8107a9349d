"""Cases of part flip: painted faces, whole and cut."""

from __future__ import annotations

import numpy as np

from autograder.checking.case import Case
from autograder.parts.cases.painted import faces, window


def permutation(rng: np.random.Generator, hidden: bool) -> list[Case]:
    return [Case("the permutation", {})]


def pictures(rng: np.random.Generator, hidden: bool) -> list[Case]:
    """Even and odd widths, narrow and wide pictures, points inside and outside."""
    if hidden:
        sizes = {"a narrow picture": (33, 90), "points outside": (60, 61), "a wide one": (95, 40)}
    else:
        sizes = {"an even width": (96, 80), "an odd width": (57, 70)}
    painted = faces(rng, count=len(sizes), size=96)
    cases = []
    for index, (name, size) in enumerate(sizes.items()):
        image, points = window(rng, painted.images[index], painted.points[index], *size)
        inputs = {"image": image, "points": points, "perm": involution(rng)}
        cases.append(Case(name, inputs))
    return cases


def involution(rng: np.random.Generator) -> np.ndarray:
    """(98,) a permutation like the one of a mirror: pairs that swap, and points that stay."""
    order = rng.permutation(98)
    left, right = order[:40], order[40:80]
    perm = np.arange(98)
    perm[left], perm[right] = right, left
    return perm


CASES = {
    "permutation": permutation,
    "points": pictures,
    "pixel_centres": pictures,
    "picture": pictures,
    "arguments_kept": pictures,
}
