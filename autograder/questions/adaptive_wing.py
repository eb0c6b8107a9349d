"""Questions of part adaptive_wing."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch

from autograder.student import Malformed, Student


def adaptive_wing(student: Student, pred: np.ndarray, target: np.ndarray) -> dict[str, Any]:
    loss = student.adaptive_wing(torch.from_numpy(pred.copy()), torch.from_numpy(target.copy()))
    return {"loss": loss}


def adaptive_wing_gradient(
    student: Student, pred: np.ndarray, target: np.ndarray
) -> dict[str, Any]:
    """The gradient of the summed loss with respect to the prediction."""
    leaf = torch.from_numpy(pred.copy()).requires_grad_()
    loss = student.adaptive_wing(leaf, torch.from_numpy(target.copy()))
    if not isinstance(loss, torch.Tensor) or not loss.requires_grad:
        raise Malformed(
            "adaptive_wing(pred, target) should return a tensor that gradients flow through; "
            "what came is cut off from `pred` (NumPy, .item() or .detach() on the way)."
        )
    loss.sum().backward()
    return {"gradient": leaf.grad}


def weight_map(student: Student, target: np.ndarray) -> dict[str, Any]:
    return {"weights": student.weight_map(torch.from_numpy(target.copy()))}


def heatmap_loss(
    student: Student, pred: np.ndarray, target: np.ndarray, weight: np.ndarray
) -> dict[str, Any]:
    tensors = (torch.from_numpy(array.copy()) for array in (pred, target, weight))
    return {"loss": student.heatmap_loss(*tensors)}
