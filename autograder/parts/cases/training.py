"""Cases of part training: random nets of a few dozen weights, and batches with a short last one."""

from __future__ import annotations

import math

import numpy as np

from autograder.checking.case import Case


def epochs(rng: np.random.Generator, hidden: bool) -> list[Case]:
    """Faces, batch size, optimizer and loss differ; the net comes from a validation."""
    kinds = [(10, 4, "SGD with momentum", "squares"), (7, 3, "Adam", "logarithms")]
    if hidden:
        kinds = [(9, 2, "SGD", "logarithms"), (11, 4, "AdamW", "squares")]
        kinds.append((13, 5, "SGD with momentum", "logarithms"))
    start = {"training": False, "old_gradient": None}
    return [Case(_name(*kind), _epoch(rng, *kind) | start) for kind in kinds]


def after_another(rng: np.random.Generator, hidden: bool) -> list[Case]:
    """Something else has left its gradients in the parameters."""
    kinds = [(7, 3, "SGD", "squares"), (5, 2, "SGD with momentum", "logarithms")]
    if hidden:
        kinds = [(8, 3, "SGD with momentum", "squares"), (9, 4, "Adam", "logarithms")]
    return [
        Case(
            f"{_name(*kind)}, old gradients left over",
            _epoch(rng, *kind) | {"training": True, "old_gradient": float(rng.uniform(0.5, 1))},
        )
        for kind in kinds
    ]


def losses(rng: np.random.Generator, hidden: bool) -> list[Case]:
    """The weights stand still, or there is one batch alone: how the net learns is judged
    elsewhere, so here the loss of each batch does not depend on it."""
    kinds = [(10, 4, "standing still", "squares"), (7, 3, "standing still", "logarithms")]
    kinds += [(4, 4, "SGD", "squares"), (6, 8, "Adam", "logarithms")]
    if hidden:
        kinds = [(11, 5, "standing still", "logarithms"), (13, 6, "standing still", "squares")]
        kinds.append((5, 5, "SGD with momentum", "logarithms"))
    return [Case(_name(*kind), _epoch(rng, *kind, norm=False)) for kind in kinds]


def _name(count: int, batch: int, optimizer: str, loss: str) -> str:
    return f"{count} faces in batches of {batch}, optimizer {optimizer}, loss {loss}"


def _epoch(
    rng: np.random.Generator, count: int, batch: int, optimizer: str, loss: str, norm: bool = True
) -> dict:
    maps = rng.uniform(0, 1, (count, 3, 6, 8)).astype(np.float32)
    weight = np.ones((count, 3), np.float32)
    weight[np.arange(0, count, 2), rng.integers(0, 3, (count + 1) // 2)] = 0
    # Later faces are brighter and have higher maps, so that batches have different losses.
    maps *= np.linspace(0.5, 2, count, dtype=np.float32)[:, None, None, None]
    data = {"images": _images(rng, count), "maps": maps, "weight": weight}
    return {
        "net": _net(rng, 4, norm),
        "data": data,
        "batch": batch,
        "optimizer": optimizer,
        "loss": loss,
    }


def unseen(rng: np.random.Generator, hidden: bool) -> list[Case]:
    """With BatchNorm or dropout; the last batch is short."""
    kinds = {
        "a net with BatchNorm, 7 faces in batches of 3": (7, 3, 0.0),
        "a net with dropout, 8 faces in batches of 3": (8, 3, 0.5),
    }
    if hidden:
        kinds = {
            "a net with BatchNorm, 5 faces in batches of 4": (5, 4, 0.0),
            "a net with dropout, 9 faces in batches of 2": (9, 2, 0.3),
        }
    return [
        Case(name, _validation(rng, count, batch, dropout == 0) | {"dropout": dropout})
        for name, (count, batch, dropout) in kinds.items()
    ]


def from_both_modes(rng: np.random.Generator, hidden: bool) -> list[Case]:
    """A net that was training, and one that was not."""
    cases = []
    for training in (True, False):
        count = 4 if hidden else 7
        probe = _images(rng, 3)
        inputs = _validation(rng, count, 3, norm=True) | {"training": training, "probe": probe}
        cases.append(Case(f"a net in {'training' if training else 'evaluation'} mode", inputs))
    return cases


def _validation(rng: np.random.Generator, count: int, batch: int, norm: bool) -> dict:
    points = rng.uniform(-6, 38, (count, 3, 2)).astype(np.float32)
    data = {"images": _images(rng, count), "points": points}
    return {"net": _net(rng, 6, norm), "data": data, "batch": batch}


def histories(rng: np.random.Generator, hidden: bool) -> list[Case]:
    """Long ones and short ones, equals, NaN before, at and after the lowest, and nothing at all."""

    def falling(count: int) -> list[float]:
        values = rng.permutation(count) * 0.003 + rng.uniform(0.04, 0.06)
        return np.round(values, 4).tolist()

    low = float(np.round(rng.uniform(0.02, 0.03), 4))
    found = {
        "ten epochs": falling(10),
        "the lowest twice": [*falling(4), low, *falling(3), low, *falling(2)],
        "NaN first": [math.nan, *falling(5)],
        "NaN twice before the lowest": [math.nan, *falling(2), math.nan, low, *falling(3)],
        "NaN in the middle, the lowest twice": [*falling(3), low, math.nan, low, math.nan],
    }
    if hidden:
        found |= {
            "one epoch": [low],
            "the lowest first": [low, *falling(6)],
            "the lowest last": [*falling(6), low],
            "NaN and infinity": [math.nan, math.inf, *falling(3), math.inf, math.nan],
            "all equal": [low] * 4,
            "an error of 0": [0.1, 0.0, *falling(2)],
        }
    found |= {"no epoch at all": [], "NaN alone": [math.nan] * (4 if hidden else 3)}
    found |= {"one epoch, and that NaN": [math.nan]}
    return [Case(name, {"history": values}) for name, values in found.items()]


def _images(rng: np.random.Generator, count: int) -> np.ndarray:
    """(count, 3, 6, 8): some dark, some bright, so that a batch's own statistics show."""
    level = rng.uniform(0.5, 2, (count, 1, 1, 1))
    return (rng.uniform(0, 1, (count, 3, 6, 8)) * level).astype(np.float32)


def _net(rng: np.random.Generator, hidden: int, norm: bool) -> dict[str, np.ndarray]:
    """Weights of a net with 3 channels, `hidden` features and 3 maps."""
    net = {
        "conv.weight": rng.normal(0, 0.4, (hidden, 3, 3, 3)),
        "head.weight": rng.normal(0, 0.7, (3, hidden, 1, 1)),
        "head.bias": rng.normal(0, 0.3, 3),
    }
    if norm:
        net |= {
            "norm.weight": rng.uniform(0.6, 1.4, hidden),
            "norm.bias": rng.normal(0, 0.3, hidden),
            "norm.running_mean": rng.normal(0, 0.5, hidden),
            "norm.running_var": rng.uniform(0.5, 2, hidden),
        }
    return net


CASES = {
    "train_epoch": epochs,
    "old_gradients": after_another,
    "mean_loss": losses,
    "validate": unseen,
    "no_trace": from_both_modes,
    "choose_epoch": histories,
}
