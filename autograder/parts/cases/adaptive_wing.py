"""Cases of part adaptive_wing."""

from __future__ import annotations

import numpy as np

from autograder.checking.case import Case


def pairs(rng: np.random.Generator, hidden: bool) -> list[Case]:
    """Predictions near and far from their targets, in both precisions."""
    shapes: dict[str, tuple[int, ...]] = {"float64": (2, 3, 8, 8), "float32": (1, 4, 9, 7)}
    if hidden:
        shapes = {"float64": (300,), "float32": (2, 2, 16, 12)}
    cases = [
        Case(f"{dtype}, shape {shape}", _pair(rng, shape, dtype) | {"constants": {}})
        for dtype, shape in shapes.items()
    ]
    names = ("alpha", "omega", "epsilon", "theta")
    values = rng.uniform([2.05, 8, 1.5, 0.3], [2.4, 12, 2.5, 0.45]).tolist()
    constants = dict(zip(names, values, strict=True))
    other = _pair(rng, (5, 6), "float64") | {"constants": constants}
    return [*cases, Case("other constants than the defaults", other)]


def _pair(rng: np.random.Generator, shape: tuple[int, ...], dtype: str) -> dict:
    target = rng.uniform(0, 1, shape)
    target[rng.uniform(size=shape) < 0.3] = 0
    pred = target + rng.uniform(-1.2, 1.2, shape)
    pred[rng.uniform(size=shape) < 0.1] = target.mean()
    same = rng.uniform(size=shape) < 0.1
    pred[same] = target[same]
    return {"pred": pred.astype(dtype), "target": target.astype(dtype)}


def at_theta(rng: np.random.Generator, hidden: bool) -> list[Case]:
    """A hair below and above d = 0.5, on both sides of the target."""
    targets = rng.uniform(0, 1, 4) if hidden else np.array([0, 0.2, 0.5, 1])
    target = np.repeat(targets, 4)
    pred = target + np.tile([-0.5 - 1e-7, -0.5 + 1e-7, 0.5 - 1e-7, 0.5 + 1e-7], len(targets))
    return [Case("around theta", {"pred": pred, "target": target, "constants": {}})]


def targets(rng: np.random.Generator, hidden: bool) -> list[Case]:
    """Dots, one of them at the border, and an empty map."""
    shapes = [(1, 3, 20, 16), (2, 2, 12, 24)] if hidden else [(1, 3, 16, 16), (2, 2, 18, 14)]
    cases = [
        Case(f"shape {shape}", {"target": _dots(rng, shape), "constants": {}}) for shape in shapes
    ]
    constants = {"weight": 4.0, "threshold": 0.55}
    other = {"target": _dots(rng, shapes[0]), "constants": constants}
    exact = np.where(rng.uniform(size=shapes[0]) < 0.03, 0.25, 0.125).astype(np.float32)
    return [
        *cases,
        Case("other constants than the defaults", other),
        Case("exactly the threshold", {"target": exact, "constants": {"threshold": 0.25}}),
    ]


def batches(rng: np.random.Generator, hidden: bool) -> list[Case]:
    """All landmarks count; some do not; one alone does; none does."""
    cases = []
    shape = (3, 4, 14, 12) if hidden else (2, 3, 12, 16)
    count = shape[0] * shape[1]
    for name, counting in {
        "all weights 1": count,
        "some weights 0": count // 2,
        "one weight 1": 1,
        "no weight at all": 0,
    }.items():
        target = _dots(rng, shape)
        pred = (target + rng.normal(0, 0.3, target.shape)).astype(np.float32)
        weight = (np.arange(count) >= count - counting).reshape(target.shape[:2])
        inputs = {"pred": pred, "target": target, "weight": weight.astype(np.float32)}
        cases.append(Case(name, inputs | {"factors": rng.uniform(0.5, 3, 2)}))
    return cases


def _dots(rng: np.random.Generator, shape: tuple[int, int, int, int]) -> np.ndarray:
    """Targets (B, N, height, width): a dot anywhere in each map; the last map is empty."""
    batch, count, height, width = shape
    centre = rng.uniform(0, 1, (batch, count, 2)) * (width - 1, height - 1)
    x = np.exp(-((np.arange(width) - centre[..., :1]) ** 2) / 4.5)
    y = np.exp(-((np.arange(height) - centre[..., 1:]) ** 2) / 4.5)
    maps = y[..., :, None] * x[..., None, :]
    maps[-1, -1] = 0
    # A value that happens to lie on the threshold would be decided by rounding.
    for threshold in (0.2, 0.55):
        maps[np.abs(maps - threshold) < 1e-3] = threshold - 0.01
    return maps.astype(np.float32)


CASES = {
    "values": pairs,
    "gradient": pairs,
    "continuity": at_theta,
    "weight_map": targets,
    "heatmap_loss": batches,
}
