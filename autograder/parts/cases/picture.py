"""Cases of part picture: a wide and a tall picture, and points where no mirror image falls."""

from __future__ import annotations

import numpy as np
from PIL import Image

from autograder.checking.case import Case

# Cells of the shorter and the longer side.
SHORT, LONG = 6, 8


def spread_points(rng: np.random.Generator, hidden: bool) -> list[Case]:
    """A picture with three sets of 98 points, each in four cells of its own."""
    cases = []
    for name, (width, height), (columns, rows) in (
        ("a wide picture", (64, 48), (LONG, SHORT)),
        ("a tall picture", (42, 60), (SHORT, LONG)),
    ):
        cells = rng.permutation(_cells(rng, columns, rows))
        inputs: dict = {"image": _muted(rng, width, height)}
        for index in range(3):
            own = cells[index * 4 : index * 4 + 4]
            places = own[rng.permutation(98) % 4] + rng.uniform(0.2, 0.8, (98, 2))
            inputs[f"points_{index}"] = places * (width / columns, height / rows) - 0.5
        cases.append(Case(name, inputs))
    return cases


def _muted(rng: np.random.Generator, width: int, height: int) -> np.ndarray:
    """Coarse noise in brownish colours, so that a mark of any bright or dark colour shows."""
    coarse = rng.integers(70, 180, (5, 6, 3)) + np.array([40, 0, -40])
    noise = Image.fromarray(coarse.astype(np.uint8))
    return np.array(noise.resize((width, height), Image.Resampling.BICUBIC))


def _cells(rng: np.random.Generator, columns: int, rows: int) -> np.ndarray:
    """(12, 2) one cell of each four that mirrors take to each other, so that a picture or points
    upside down or left to right meet no other cell of these."""
    quarter = np.stack(np.meshgrid(np.arange(columns // 2), np.arange(rows // 2)), -1).reshape(
        -1, 2
    )
    mirrored = rng.integers(0, 2, quarter.shape, dtype=bool)
    return np.where(mirrored, (columns - 1, rows - 1) - quarter, quarter)


CASES = {"draw_points": spread_points}
