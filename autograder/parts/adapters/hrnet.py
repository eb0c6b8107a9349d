"""Questions of part hrnet: modules with given weights, run forward and backward.

Weights come as one dict from parameter names to arrays, as in a state dict.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from autograder.checking.namespace import MalformedError, Student

Weights = Mapping[str, np.ndarray]


def fuse_path(
    student: Student,
    channels: Sequence[int],
    source: int,
    target: int,
    weights: Weights,
    image: np.ndarray,
    training: bool,
) -> dict[str, Any]:
    """One path: the names and shapes of its parameters, and what it makes of `image`."""
    path = student.fuse_path([int(c) for c in channels], source, target)
    path = _module(path, "fuse_path(channels, source, target)")
    return _named(path, weights, training, torch.tensor(image))


def head(
    student: Student,
    channels: Sequence[int],
    weights: Weights,
    points: int,
    branches: Sequence[np.ndarray],
) -> dict[str, Any]:
    """The head: the names and shapes of its parameters, and what it makes of the branches."""
    made = _module(student.Head([int(c) for c in channels], points), "Head(channels, points)")
    return _named(made, weights, False, [torch.tensor(branch) for branch in branches])


def fuse(
    student: Student,
    channels: Sequence[int],
    weights: Weights,
    branches: Sequence[np.ndarray],
    training: bool,
) -> dict[str, Any]:
    """The exchange over given paths: what every branch receives."""
    exchange = _exchange(student, channels, weights).train(training)
    with torch.no_grad():
        received = exchange([torch.tensor(branch) for branch in branches])
    return {"outputs": _numbered(received)}


def fuse_gradients(
    student: Student,
    channels: Sequence[int],
    weights: Weights,
    branches: Sequence[np.ndarray],
    towards: Sequence[np.ndarray],
) -> dict[str, Any]:
    """The gradient in every branch of sum(outputs * towards), summed over the branch's pixels.

    Also the list of branches as it is after the call.
    """
    exchange = _exchange(student, channels, weights).eval()
    leaves = [torch.tensor(branch, requires_grad=True) for branch in branches]
    handed = [leaf.clone() for leaf in leaves]  # as a layer before would have made them
    received = exchange(handed)
    return {"gradients": _gradients(received, leaves, towards), "after": _numbered(handed)}


# ---------------------------------------------------------------- modules and their weights


def _module(made: Any, call: str) -> nn.Module:
    if not isinstance(made, nn.Module):
        came = "None: is there a `return` at the end" if made is None else type(made).__name__[:40]
        raise MalformedError(f"{call} should make a torch module; it made {came}.")
    return made


def _named(module: nn.Module, weights: Weights, training: bool, argument: Any) -> dict[str, Any]:
    """Names and shapes as they are, and the output where they are those of `weights`."""
    state = _state(module)
    shapes = {name: tuple(value.shape) for name, value in state.items()}
    output = None
    if shapes == {name: value.shape for name, value in weights.items()}:
        _load(state, weights)
        with torch.no_grad():
            output = module.train(training)(argument)
    return {"parameters": shapes, "output": output}


def _state(module: nn.Module) -> dict[str, Tensor]:
    """What is saved of a module, less the counters that batch norms keep."""
    state = module.state_dict()
    return {name: state[name] for name in state if not name.endswith("num_batches_tracked")}


def _load(state: Mapping[str, Tensor], weights: Weights) -> None:
    with torch.no_grad():
        for name, value in state.items():
            value.copy_(torch.tensor(weights[name]))


def _exchange(student: Student, channels: Sequence[int], weights: Weights) -> nn.Module:
    """The student's Fuse with plain paths in place of its own, which are judged by themselves."""
    make, width = student.Fuse, [int(c) for c in channels]
    try:
        made = make(width)
    except Exception:
        made = make([])  # its paths are not written yet, or do not work: begin without any
    made = _module(made, "Fuse(channels)")
    for target in range(len(width)):
        row = nn.ModuleList(_stand_in(width, source, target) for source in range(len(width)))
        try:
            if target < len(made):  # type: ignore[arg-type]
                made[target] = row  # type: ignore[operator]
            else:
                made.append(row)  # type: ignore[operator]
        except (TypeError, AttributeError, IndexError, KeyError, ValueError) as error:
            raise MalformedError(
                "Fuse(channels)[target][source] should be the path from branch `source` to branch "
                "`target`, as the given constructor lays them out; yours cannot be reached so."
            ) from error
    _load(_state(made), weights)
    return made


def _stand_in(channels: Sequence[int], source: int, target: int) -> nn.Module:
    """A module with the sizes and the nesting of a path, and no more."""
    if source == target:
        return nn.Identity()
    stride = 2 ** max(target - source, 0)
    layers = nn.Sequential(
        nn.Conv2d(channels[source], channels[target], kernel_size=1, stride=stride, bias=False),
        nn.BatchNorm2d(channels[target]),
    )
    return layers if source > target else nn.Sequential(layers)


# ---------------------------------------------------------------- what comes out


def _numbered(received: Any) -> Any:
    """Several outputs by their number, so that equal shapes are not taken for one array."""
    if isinstance(received, (list, tuple)):
        return {str(number): output for number, output in enumerate(received)}
    return received


def _gradients(received: Any, leaves: list[Tensor], towards: Sequence[np.ndarray]) -> Any:
    """Gradients by the branches' numbers; zeros where none arrives, None for odd outputs."""
    if not isinstance(received, (list, tuple)) or len(received) != len(towards):
        return None
    total: Any = 0.0
    for output, weight in zip(received, towards, strict=True):
        if not isinstance(output, Tensor) or output.shape != weight.shape:
            return None
        total = total + (output * torch.tensor(weight)).sum()
    if not total.requires_grad:
        return {str(number): torch.zeros(leaf.shape[:2]) for number, leaf in enumerate(leaves)}
    found = torch.autograd.grad(total, leaves, allow_unused=True, materialize_grads=True)
    return {str(number): gradient.sum((2, 3)) for number, gradient in enumerate(found)}
