"""Cases of part hrnet: small branches and random weights, each set up so that one thing shows.

Coarse branches that are the same everywhere may be enlarged in any way; where all that arrives
is positive, a ReLU changes nothing.  So a mistake costs the check that owns it, and no other.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from autograder.checking.case import Case

Array = np.ndarray
Weights = dict[str, Array]
POINTS = 5


# ---------------------------------------------------------------- paths


def paths(rng: np.random.Generator, hidden: bool) -> list[Case]:
    """Up, down over one and more steps, and to itself; odd sizes; running and batch statistics."""
    if hidden:
        ways = [
            ("from branch 3 to branch 0", 3, 0, (1, 5, 4), False),
            ("from branch 0 to branch 3", 0, 3, (2, 21, 18), False),
            ("from branch 1 to branch 3, in training", 1, 3, (2, 19, 14), True),
            ("from branch 2 to branch 2", 2, 2, (1, 6, 4), False),
        ]
    else:
        ways = [
            ("from branch 1 to branch 0", 1, 0, (2, 6, 9), False),
            ("from branch 0 to branch 1", 0, 1, (2, 12, 17), False),
            ("from branch 0 to branch 2", 0, 2, (1, 13, 18), False),
            ("from branch 1 to branch 1", 1, 1, (1, 6, 8), False),
        ]
    channels = [5, 7, 8, 11] if hidden else [4, 8, 16]
    cases = []
    for name, source, target, (batch, height, width), training in ways:
        inputs = {
            "channels": channels,
            "source": source,
            "target": target,
            "weights": path_weights(rng, channels, source, target),
            "image": normal(rng, batch, channels[source], height, width),
            "training": training,
        }
        cases.append(Case(name, inputs))
    return cases


def path_weights(
    rng: np.random.Generator, channels: Sequence[int], source: int, target: int
) -> Weights:
    """Random weights under the published names."""
    if source >= target:
        return conv_bn(rng, "", channels[source], channels[target], 1) if source > target else {}
    weights: Weights = {}
    for step in range(target - source):
        outputs = channels[target if step == target - source - 1 else source]
        weights |= conv_bn(rng, f"{step}.", channels[source], outputs, 3)
    return weights


def conv_bn(
    rng: np.random.Generator, prefix: str, inputs: int, outputs: int, kernel: int
) -> Weights:
    """A convolution and its norm, in which every number matters."""
    return {
        f"{prefix}0.weight": kernels(rng, outputs, inputs, kernel),
        **norm(rng, f"{prefix}1.", outputs),
    }


def kernels(rng: np.random.Generator, outputs: int, inputs: int, kernel: int) -> Array:
    return normal(rng, outputs, inputs, kernel, kernel) * (2 / (inputs * kernel**2)) ** 0.5


def norm(rng: np.random.Generator, prefix: str, channels: int) -> Weights:
    return {
        f"{prefix}weight": single(rng.uniform(0.5, 1.5, channels)),
        f"{prefix}bias": normal(rng, channels) * 0.5,
        f"{prefix}running_mean": normal(rng, channels) * 0.5,
        f"{prefix}running_var": single(rng.uniform(0.5, 2.0, channels)),
    }


def normal(rng: np.random.Generator, *shape: int) -> Array:
    return rng.standard_normal(shape, dtype=np.float32)


def single(values: Array) -> Array:
    return values.astype(np.float32)


# ---------------------------------------------------------------- fuse and head, all values


def exchanges(rng: np.random.Generator, hidden: bool) -> list[Case]:
    """Branches of both signs; the coarse ones are the same everywhere."""
    sizes = [(2, 4, (16, 8)), (1, 3, (4, 12))] if hidden else [(2, 2, (6, 8)), (1, 3, (12, 8))]
    cases = []
    for batch, count, size in sizes:
        channels = _channels(rng, count)
        inputs = {
            "channels": channels,
            "weights": _random_paths(rng, channels),
            "branches": _even(rng, batch, channels, size),
            "training": False,
        }
        cases.append(Case(f"{count} branches", inputs))
    return cases


def heads(rng: np.random.Generator, hidden: bool) -> list[Case]:
    """Random weights; the coarse branches are the same everywhere."""
    sizes = [(2, 4, (8, 16)), (1, 3, (12, 4))] if hidden else [(2, 2, (6, 8)), (1, 3, (12, 8))]
    cases = []
    for batch, count, size in sizes:
        channels = _channels(rng, count)
        width = sum(channels)
        weights = {
            "0.weight": kernels(rng, width, width, 1),
            "0.bias": normal(rng, width),
            **norm(rng, "1.", width),
            "3.weight": kernels(rng, POINTS, width, 1),
            "3.bias": normal(rng, POINTS),
        }
        cases.append(
            Case(
                f"{count} branches",
                {
                    "channels": channels,
                    "weights": weights,
                    "points": POINTS,
                    "branches": _even(rng, batch, channels, size),
                },
            )
        )
    return cases


def _channels(rng: np.random.Generator, count: int) -> list[int]:
    """All different, so that branches cannot be mistaken for each other."""
    return [int(c) + 3 * branch for branch, c in enumerate(rng.integers(3, 6, count))]


def _even(
    rng: np.random.Generator, batch: int, channels: Sequence[int], size: tuple[int, int]
) -> list[Array]:
    """Branch 0 of any values, the others of one value for each channel; sizes halve exactly."""
    branches = [normal(rng, batch, channels[0], *size)]
    for branch, width in enumerate(channels[1:], 1):
        value = normal(rng, batch, width, 1, 1)
        shape = (batch, width, size[0] >> branch, size[1] >> branch)
        branches.append(np.ascontiguousarray(np.broadcast_to(value, shape)))
    return branches


def _random_paths(rng: np.random.Generator, channels: Sequence[int]) -> Weights:
    """For the stand-ins that the question puts in place of the paths."""
    weights: Weights = {}
    for target, outputs in enumerate(channels):
        for source, inputs in enumerate(channels):
            if source != target:
                prefix = f"{target}.{source}." + ("0." if source < target else "")
                weights |= conv_bn(rng, prefix, inputs, outputs, 1)
    return weights


# ---------------------------------------------------------------- enlarging and sizes


def enlarged(rng: np.random.Generator, hidden: bool) -> list[Case]:
    """One coarse branch has a pattern, and sizes halve exactly; nothing else varies."""
    cases = []
    for source, size, training in [(1, (10, 12), True), (2, (8, 12), False), (1, (8, 14), True)]:
        channels = _channels(rng, source + 1)
        branches = [
            np.zeros((1 + training, width, size[0] >> branch, size[1] >> branch), np.float32)
            for branch, width in enumerate(channels)
        ]
        pattern = rng.uniform(0, 4, (1 + training, 1, *branches[source].shape[2:]))
        branches[source] += single(pattern)
        mode = "in training" if training else "in use"
        name = f"branch {source} enlarged {2**source} times, {mode}"
        cases.append(_positive(rng, name, channels, branches, training))
    return cases


def odd_sizes(rng: np.random.Generator, hidden: bool) -> list[Case]:
    """Sizes that halve to a rounded-up number; every branch varies."""
    cases = []
    for size in [(17, 13), (9, 14)] if not hidden else [(21, 11), (10, 19)]:
        channels = _channels(rng, 3)
        branches = []
        for branch, width in enumerate(channels):
            h, w = (-(-side // 2**branch) for side in size)
            branches.append(single(rng.uniform(0, 4, (1, width, h, w))))
        cases.append(_positive(rng, f"branch 0 of {size[1]} x {size[0]}", channels, branches))
    return cases


def _positive(
    rng: np.random.Generator,
    name: str,
    channels: list[int],
    branches: list[Array],
    training: bool = False,
) -> Case:
    """For a Fuse and a Head in which all is positive, and all channels are worth the same."""
    width = sum(channels)
    factors = single(rng.uniform(0.5, 1.5, (width + POINTS, 1, 1, 1)))
    plain = {"weight": 1.0, "bias": 0.0, "running_mean": 0.0, "running_var": 1.0}
    weights = {
        "0.weight": np.tile(factors[:width], (1, width, 1, 1)) / width,
        "0.bias": np.full(width, 0.5, np.float32),
        **{f"1.{key}": np.full(width, value, np.float32) for key, value in plain.items()},
        "3.weight": np.tile(factors[width:], (1, width, 1, 1)) / width,
        "3.bias": np.full(POINTS, 0.5, np.float32),
    }
    common = {"channels": channels, "branches": branches}
    exchange = {"weights": _positive_paths(rng, channels), "training": training}
    inputs = {"fuse": common | exchange, "head": common | {"weights": weights, "points": POINTS}}
    return Case(name, inputs)


def _positive_paths(rng: np.random.Generator, channels: Sequence[int]) -> Weights:
    """Like `_random_paths`, but what comes from a positive branch is positive, in training too."""
    weights = _random_paths(rng, channels)
    for name, values in weights.items():
        if values.ndim == 4:
            weights[name] = np.abs(values)
        elif name.endswith("bias"):
            weights[name] = np.abs(values) + 8
    return weights


# ---------------------------------------------------------------- learning


def gradients(rng: np.random.Generator, hidden: bool) -> list[Case]:
    """Positive branches, and one direction for each channel.

    Never a batch of one: there the gradient of torch's own batch norm (2.15, on a CPU) is wrong
    behind an einsum, for the memory layout that it leaves.
    """
    cases = []
    for batch, count, size in [(2, 4, (16, 24))] if hidden else [(2, 2, (6, 8)), (3, 3, (8, 12))]:
        channels = _channels(rng, count)
        branches, towards = [], []
        for branch, width in enumerate(channels):
            shape = (batch, width, size[0] >> branch, size[1] >> branch)
            branches.append(single(rng.uniform(0, 2, shape)))
            direction = normal(rng, batch, width, 1, 1)
            towards.append(np.ascontiguousarray(np.broadcast_to(direction, shape)))
        inputs = {
            "channels": channels,
            "weights": _positive_paths(rng, channels),
            "branches": branches,
            "towards": towards,
        }
        cases.append(Case(f"{count} branches", inputs))
    return cases


CASES = {
    "fuse_path": paths,
    "fuse": exchanges,
    "head": heads,
    "enlarged": enlarged,
    "sizes": odd_sizes,
    "learning": gradients,
}
