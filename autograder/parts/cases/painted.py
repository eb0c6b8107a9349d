"""Painted faces for cases, drawn from the same seed as everything else."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from data_stub import FaceCrops, face_crops

SEED_BYTES = 16


def faces(rng: np.random.Generator, count: int, size: int) -> FaceCrops:
    """`count` painted faces in pictures of `size` x `size` pixels, with their 98 points.

    Students have the painter, too: a seed that could be found by trying would give the points away.
    """
    return _painted(int.from_bytes(rng.bytes(SEED_BYTES), "big"), count, size)


@lru_cache(maxsize=16)
def _painted(seed: int, count: int, size: int) -> FaceCrops:
    return face_crops(seed, count, size)


def window(
    rng: np.random.Generator, image: np.ndarray, points: np.ndarray, width: int, height: int
) -> tuple[np.ndarray, np.ndarray]:
    """A part of a picture, so that sizes vary and points come to lie outside."""
    x = int(rng.integers(0, image.shape[1] - width + 1))
    y = int(rng.integers(0, image.shape[0] - height + 1))
    return image[y : y + height, x : x + width].copy(), points - (x, y)
