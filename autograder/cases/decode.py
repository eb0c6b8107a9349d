"""Cases of part decode: clean dots at least 8 heatmap pixels from the border."""

from __future__ import annotations

import numpy as np

from autograder.case import Case
from autograder.cases.pictures import between_pixels


def dots(rng: np.random.Generator, hidden: bool) -> list[Case]:
    if hidden:
        kinds = {
            "one face": (1, 98, (64, 64), 4.0, 1.5, 1.0),
            "tall maps": (3, 20, (40, 56), 2.0, 2.0, 1.0),
            "low peaks": (2, 30, (64, 64), 4.0, 1.5, 0.4),
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
    x = np.exp(-((np.arange(size[0]) - peak[..., :1]) ** 2) / (2 * sigma**2))
    y = np.exp(-((np.arange(size[1]) - peak[..., 1:]) ** 2) / (2 * sigma**2))
    maps = height * y[..., :, None] * x[..., None, :]
    return {"maps": maps.astype(np.float32), "stride": stride}


CASES = dict.fromkeys(("right_pixel", "half_pixel", "sub_pixel", "frame"), dots)
