"""Cases of part baseline: small pictures of noise, for MobileNetV2 takes its time."""

from __future__ import annotations

import numpy as np

from autograder.checking.case import Case


def batches(rng: np.random.Generator, hidden: bool) -> list[Case]:
    """Batches of one and of more, square and not, and other numbers of landmarks."""
    sizes = [(3, 64, 32), (1, 33, 47)] if hidden else [(2, 32, 32), (1, 64, 48)]
    images = {
        f"{batch} of {width} x {height}": _noise(rng, batch, height, width)
        for batch, height, width in sizes
    }
    points = 5 if hidden else 68
    return [Case(f"{points} landmarks", {"points": points, "images": images})]


def known_weights(rng: np.random.Generator, hidden: bool) -> list[Case]:
    """Pictures, and the seed of weights that go into every network."""
    batch, height, width = (3, 64, 48) if hidden else (2, 48, 64)
    inputs = {"image": _noise(rng, batch, height, width), "seed": _seed(rng)}
    return [Case(f"{batch} of {width} x {height}, known weights", inputs)]


def learning(rng: np.random.Generator, hidden: bool) -> list[Case]:
    """A gradient, and requests for published weights."""
    inputs = {"image": _noise(rng, 1, 32, 64), "seed": _seed(rng)}
    requests = [
        Case(f"weights=MobileNet_V2_Weights.{wanted}", {"weights": {"weights": wanted}})
        for wanted in ("IMAGENET1K_V1", "IMAGENET1K_V2")
    ]
    return [Case("a gradient for every weight", {"net": inputs}), *requests]


def _noise(rng: np.random.Generator, batch: int, height: int, width: int) -> np.ndarray:
    return rng.standard_normal((batch, 3, height, width), dtype=np.float32)


def _seed(rng: np.random.Generator) -> int:
    return int(rng.integers(2**31))


CASES = {"outputs": batches, "network": known_weights, "learning": learning}
