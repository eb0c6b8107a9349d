"""Cases of part decode: clean dots well inside, and some on the border."""

from __future__ import annotations

import numpy as np

from autograder.checking.case import Case
from autograder.parts.cases.pictures import between_pixels


def dots(rng: np.random.Generator, hidden: bool) -> list[Case]:
    if hidden:
        kinds = {
            "one face": (1, 98, (64, 64), 4.0, 1.5, 1.0),
            "tall maps": (3, 20, (40, 56), 2.0, 2.0, 1.0),
            "low peaks": (2, 30, (64, 64), 4.0, 1.5, 0.05),
        }
    else:
        kinds = {
            "two faces": (2, 40, (64, 64), 4.0, 1.5, 1.0),
            "wide maps": (1, 30, (72, 48), 8.0, 2.0, 1.0),
        }
    return [Case(name, _inputs(rng, *kind)) for name, kind in kinds.items()]


def _inputs(
    rng: np.random.Generator,
    batch: int,
    count: int,
    size: tuple[int, int],
    stride: float,
    sigma: float,
    height: float,
) -> dict:
    high = (size[0] - 9, size[1] - 9)
    peak = between_pixels(rng, 9, high, batch * count).reshape(batch, count, 2)
    return {"maps": height * _maps(peak, size, sigma), "stride": stride}


def _maps(peak: np.ndarray, size: tuple[int, int], sigma: float) -> np.ndarray:
    """(B, N, height, width) float32 with a dot of height 1 at each peak (B, N, 2)."""
    x = np.exp(-((np.arange(size[0]) - peak[..., :1]) ** 2) / (2 * sigma**2))
    y = np.exp(-((np.arange(size[1]) - peak[..., 1:]) ** 2) / (2 * sigma**2))
    return (y[..., :, None] * x[..., None, :]).astype(np.float32)


def dots_and_border(rng: np.random.Generator, hidden: bool) -> list[Case]:
    """The same, and peaks in the first and last rows and columns."""
    width, height = (40, 56) if hidden else (64, 48)
    along = rng.uniform(8, 30, 8)
    edge = [(0, a) for a in along[:2]] + [(width - 1, a) for a in along[2:4]]
    edge += [(a, 0) for a in along[4:6]] + [(a, height - 1) for a in along[6:]]
    maps = _maps(np.array([edge]), (width, height), 1.5)
    border = Case("peaks on the border", {"maps": maps, "stride": 4.0}, {"border": True})
    return [*dots(rng, hidden), border]


CASES = {
    "right_pixel": dots_and_border,
    **dict.fromkeys(("half_pixel", "sub_pixel", "frame"), dots),
}
