"""Questions of part adaptive_wing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import torch

from autograder.checking.namespace import MalformedError, Student
from autograder.checking.stand_ins import standing_in


def adaptive_wing(
    student: Student, pred: np.ndarray, target: np.ndarray, constants: dict[str, float]
) -> dict[str, Any]:
    """`constants` are given by name; what is left out keeps its default."""
    pair = torch.from_numpy(pred.copy()), torch.from_numpy(target.copy())
    return {"loss": student.adaptive_wing(*pair, **constants)}


def adaptive_wing_gradient(
    student: Student, pred: np.ndarray, target: np.ndarray, constants: dict[str, float]
) -> dict[str, Any]:
    """The gradient of the summed loss with respect to the prediction."""
    leaf = torch.from_numpy(pred.copy()).requires_grad_()
    loss = student.adaptive_wing(leaf, torch.from_numpy(target.copy()), **constants)
    return {"gradient": _gradient(loss, leaf, "adaptive_wing(pred, target)")}


def weight_map(student: Student, target: np.ndarray, constants: dict[str, float]) -> dict[str, Any]:
    return {"weights": student.weight_map(torch.from_numpy(target.copy()), **constants)}


def heatmap_loss(
    student: Student,
    pred: np.ndarray,
    target: np.ndarray,
    weight: np.ndarray,
    factors: np.ndarray | None,
) -> dict[str, Any]:
    """The loss, and its gradient where a landmark counts.

    factors  (2,) of what stands in for `adaptive_wing`, the squared error times the first, and for
             `weight_map`, 1 and the target times the second; None for the student's own
    """
    leaf = torch.from_numpy(pred.copy()).requires_grad_()
    others = (torch.from_numpy(array.copy()) for array in (target, weight))
    helpers: dict[str, Callable[..., torch.Tensor]] = {}
    if factors is not None:
        scale, slope = factors.tolist()
        helpers["adaptive_wing"] = lambda pred, target, **_: scale * (pred - target).square()
        helpers["weight_map"] = lambda target, **_: 1 + slope * target
    with standing_in(student.heatmap_loss, **helpers):
        loss = student.heatmap_loss(leaf, *others)
    if not weight.any():  # nothing to learn from: a constant is as good
        return {"loss": loss, "gradient": None}
    return {"loss": loss, "gradient": _gradient(loss, leaf, "heatmap_loss(pred, target, weight)")}


def _gradient(loss: Any, leaf: torch.Tensor, call: str) -> torch.Tensor | None:
    if not isinstance(loss, torch.Tensor) or not loss.requires_grad:
        raise MalformedError(
            f"{call} should return a tensor that gradients flow through; what came is cut off "
            "from `pred` (NumPy, .item() or .detach() on the way)."
        )
    loss.sum().backward()
    return leaf.grad
