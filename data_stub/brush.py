"""What everything is painted with: soft blending, smooth random fields, patterned stuff."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from data_stub.render import Image

Array = NDArray[np.float64]


def linear(srgb: Array) -> Array:
    """sRGB 0..255 to linear light. Gamma 2 throughout: close enough, and the inverse is sqrt."""
    return (np.clip(srgb, 0, 255) / 255.0) ** 2


def blend(under: Image, over: Image | Array, alpha: Image) -> None:
    """Paint over (h, w, 3) or (3,) onto under (h, w, 3), in place, with opacity alpha (h, w)."""
    under += (np.asarray(over, np.float32) - under) * alpha[..., None].astype(np.float32)


def step(x: Image, width: float = 1.0) -> Image:
    """0 below -width/2, 1 above width/2, linear between: an anti-aliased edge."""
    return np.clip(x / np.float32(width) + np.float32(0.5), 0, 1)


def smooth_noise(rng: Generator, shape: tuple[int, int], cell: tuple[float, float]) -> Image:
    """Normal noise (h, w) whose grains are about cell = (height, width) pixels."""
    small = (max(2, round(shape[0] / cell[0]) + 1), max(2, round(shape[1] / cell[1]) + 1))
    grains = rng.standard_normal(small, np.float32)
    return cv2.resize(grains, (shape[1], shape[0]), interpolation=cv2.INTER_CUBIC)


def rough_noise(rng: Generator, shape: tuple[int, int], cell: float) -> Image:
    """Sum of three smooth noises, each half the grain and 0.6 times as strong as the last."""
    octaves = (smooth_noise(rng, shape, (cell / 2**k,) * 2) * np.float32(0.6**k) for k in range(3))
    return np.sum(list(octaves), axis=0)


def material(rng: Generator, shape: tuple[int, int], colour: Array | None = None) -> Image:
    """Some stuff (h, w, 3), linear: blotchy, striped, checked or spotted; or plain `colour`."""
    base = rng.uniform(0.02, 0.85, 3) ** rng.uniform(0.8, 2.2) if colour is None else colour
    grain = rough_noise(rng, shape, max(6.0, min(shape) / rng.uniform(2, 12)))
    rough = np.float32(rng.uniform(0.03, 0.25) if colour is None else 0.05)
    stuff = base.astype(np.float32) * (1 + rough * grain)[..., None]
    if colour is None and rng.random() < 0.4:
        y, x = np.mgrid[: shape[0], : shape[1]].astype(np.float32)
        wave = 2 * np.pi / rng.uniform(4, 40) * np.exp(1j * rng.uniform(0, np.pi))  # per pixel
        pattern = [
            np.sin(x * np.float32(wave.real) + y * np.float32(wave.imag)),
            np.sin(x * np.float32(wave.real)) * np.sin(y * np.float32(wave.real)),
            smooth_noise(rng, shape, (2 * np.pi / abs(wave),) * 2),
        ][rng.choice(3, p=[0.5, 0.3, 0.2])]
        blend(stuff, rng.uniform(0.01, 0.8, 3), step(pattern * 4 + rng.uniform(-2, 1)))
    return np.clip(stuff, 0.002, 1.2)
