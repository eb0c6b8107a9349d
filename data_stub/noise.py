"""Smooth random fields: the raw material of skin, hair, cloth and walls."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

# Pictures and maps are float32 throughout; OpenCV's type stubs promise less, hence Any.
Image = NDArray[Any]


def smooth_noise(rng: Generator, shape: tuple[int, int], cell: tuple[float, float]) -> Image:
    """Normal noise of `shape` whose grains are about cell = (height, width) pixels. (h, w)."""
    small = (max(2, round(shape[0] / cell[0]) + 1), max(2, round(shape[1] / cell[1]) + 1))
    grains = rng.standard_normal(small, np.float32)
    return cv2.resize(grains, (shape[1], shape[0]), interpolation=cv2.INTER_CUBIC)


def fractal_noise(rng: Generator, shape: tuple[int, int], cell: float, octaves: int = 3) -> Image:
    """Sum of smooth noises, each half the grain and 0.6 times the strength of the one before."""
    total = np.zeros(shape, np.float32)
    for k in range(octaves):
        total += smooth_noise(rng, shape, (cell / 2**k, cell / 2**k)) * np.float32(0.6**k)
    return total


def soft_step(x: Image, width: float) -> Image:
    """0 below -width/2, 1 above width/2, linear between: an anti-aliased edge."""
    return np.clip(x / np.float32(width) + np.float32(0.5), 0, 1)


def mix(under: Image, over: Image, weight: Image) -> Image:
    """under where weight (h, w) is 0, over where it is 1."""
    mixed = np.asarray(over, np.float32) - under
    mixed *= weight[..., None]
    mixed += under
    return mixed
