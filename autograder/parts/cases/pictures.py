"""Inputs that several parts share: pictures in which every mirror or shift shows, and points."""

from __future__ import annotations

import numpy as np
from PIL import Image


def picture(rng: np.random.Generator, width: int, height: int) -> np.ndarray:
    """(height, width, 3) uint8: coarse noise enlarged, the red channel far from the blue one."""
    coarse = rng.integers(0, 200, (5, 6, 3), dtype=np.uint8)
    coarse[..., 0] = coarse[..., 0] // 4 + 180
    coarse[..., 2] //= 3
    return np.array(Image.fromarray(coarse).resize((width, height), Image.Resampling.BICUBIC))


def between_pixels(
    rng: np.random.Generator, low: float, high: tuple[int, int], count: int
) -> np.ndarray:
    """(count, 2) points from `low` up to `high`, their fractions spread evenly over a pixel.

    So rounding errors average to zero on every draw, and only a true common shift looks like one.
    """
    whole = rng.integers(int(low), np.array(high), (count, 2))
    fractions = np.stack([rng.permutation(count), rng.permutation(count)], axis=1)
    return whole + (fractions + 0.5) / count - 0.5
