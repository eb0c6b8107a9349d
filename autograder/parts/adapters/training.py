"""Questions of part training: tiny nets whose weights are given, and come back as arrays.

The nets compute in float64, so that an epoch's result is the same on every machine; batches are
float32, as in real training, and the nets and losses convert them.  Every question switches
gradients on for itself: an answer that leaves them off spoils no other question.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.utils.data import DataLoader, TensorDataset

from autograder.checking.namespace import MalformedError, Student
from autograder.checking.values import Odd

_STRIDE = 4.0  # input pixels for each pixel of the maps


@torch.enable_grad()
def train_epoch(
    student: Student,
    net: dict[str, np.ndarray],
    data: dict[str, np.ndarray],
    batch: int,
    optimizer: str,
    loss: str,
    training: bool,
    old_gradient: float | None,
) -> dict[str, Any]:
    """The net's parameters and buffers after an epoch.

    training      the mode in which the net comes
    old_gradient  what the parameters' .grad holds at the start; None for no gradient at all
    """
    model = _Net(net).train(training)
    _fill_gradients(model, old_gradient)
    steps = _OPTIMIZERS[optimizer](model.parameters())
    student.train_epoch(model, _loader(data, batch), steps, _LOSSES[loss])
    return {"state": dict(model.state_dict())}


@torch.enable_grad()
def epoch_loss(
    student: Student,
    net: dict[str, np.ndarray],
    data: dict[str, np.ndarray],
    batch: int,
    optimizer: str,
    loss: str,
) -> dict[str, Any]:
    """The number that an epoch returns; words if the graphs of its batches hang on it."""
    model = _Net(net)
    steps = _OPTIMIZERS[optimizer](model.parameters())
    mean = student.train_epoch(model, _loader(data, batch), steps, _LOSSES[loss])
    in_graph = isinstance(mean, Tensor) and mean.requires_grad
    return {"mean": Odd("a tensor that requires a gradient") if in_graph else mean}


@torch.enable_grad()
def validate(
    student: Student,
    net: dict[str, np.ndarray],
    data: dict[str, np.ndarray],
    batch: int,
    dropout: float,
) -> dict[str, Any]:
    """The errors of a net that was training."""
    model = _Net(net, dropout).train()
    return {"errors": student.validate(model, _loader(data, batch), _distances)}


@torch.enable_grad()
def traces(
    student: Student,
    net: dict[str, np.ndarray],
    data: dict[str, np.ndarray],
    batch: int,
    training: bool,
    probe: np.ndarray,
) -> dict[str, Any]:
    """What is left behind by a validation: parameters, buffers, gradients, and the mode, which
    shows in what the net then predicts for `probe`, and learns from it (the gradient of the
    prediction's sum in the first layer).
    """
    model = _Net(net).train(training)
    _fill_gradients(model, 0.25)

    def measure(maps: Any, points: Any) -> np.ndarray:
        if isinstance(maps, Tensor) and maps.requires_grad:
            raise MalformedError(
                "validate should call measure(maps, points) outside of autograd: its maps require "
                "a gradient, so everything that a backward pass would need fills the memory."
            )
        return _distances(maps, points)

    errors = student.validate(model, _loader(data, batch), measure)
    gradients = {name: parameter.grad for name, parameter in model.named_parameters()}
    state = {name: tensor.clone() for name, tensor in model.state_dict().items()}
    device = next(model.parameters()).device
    prediction = model(torch.from_numpy(probe.copy()).to(device))
    learned = torch.zeros_like(model.conv.weight)
    if prediction.requires_grad:
        (learned,) = torch.autograd.grad(prediction.sum(), [model.conv.weight])
    return {
        "errors": errors,
        "state": state,
        "gradients": gradients,
        "prediction": prediction,
        "learned": learned,
    }


def choose_epoch(student: Student, history: Any) -> dict[str, Any]:
    """The epoch, or that there is none to choose."""
    try:
        return {"epoch": student.choose_epoch([float(v) for v in history]), "refused": False}
    except ValueError:
        return {"epoch": None, "refused": True}


# ---------------------------------------------------------------- what an epoch needs


class _Net(nn.Module):
    """Convolution, BatchNorm where there are weights for it, dropout, 1x1 convolution."""

    def __init__(self, weights: dict[str, np.ndarray], dropout: float = 0.0) -> None:
        super().__init__()
        hidden, channels = weights["conv.weight"].shape[:2]
        normed = "norm.weight" in weights
        self.conv = nn.Conv2d(channels, hidden, 3, padding=1, bias=False)
        self.norm = nn.BatchNorm2d(hidden) if normed else nn.Identity()
        self.drop = nn.Dropout(dropout)
        self.head = nn.Conv2d(hidden, len(weights["head.weight"]), 1)
        given = {name: torch.from_numpy(values.copy()) for name, values in weights.items()}
        self.double().load_state_dict(self.state_dict() | given)
        torch.manual_seed(0)  # dropout in the wrong place is wrong in the same way each time

    def forward(self, images: Tensor) -> Tensor:
        images = images.to(self.conv.weight.dtype)
        return self.head(self.drop(torch.tanh(self.norm(self.conv(images)))))


def _loader(data: dict[str, np.ndarray], batch: int) -> DataLoader:
    """Batches in order, the last one shorter: the fields of `data` as they are listed."""
    fields = [torch.from_numpy(data[name].copy()) for name in data]
    return DataLoader(TensorDataset(*fields), batch_size=int(batch))


def _fill_gradients(model: nn.Module, value: float | None) -> None:
    for parameter in model.parameters():
        parameter.grad = None if value is None else torch.full_like(parameter, value)


_OPTIMIZERS: dict[str, Callable[..., torch.optim.Optimizer]] = {
    "SGD": lambda parameters: torch.optim.SGD(parameters, 0.1),
    "SGD with momentum": lambda parameters: torch.optim.SGD(parameters, 0.1, momentum=0.9),
    "Adam": lambda parameters: torch.optim.Adam(parameters, 0.05),
    "AdamW": lambda parameters: torch.optim.AdamW(parameters, 0.05, weight_decay=0.2),
    "standing still": lambda parameters: torch.optim.SGD(parameters, 0.0),
}


# In both losses prediction and target play different roles, so that exchanging them shows.


def _squares(pred: Tensor, target: Tensor, weight: Tensor) -> Tensor:
    pixels = (pred - target.double()).square() * (1 + 4 * target)
    return _over_landmarks(pixels, weight)


def _logarithms(pred: Tensor, target: Tensor, weight: Tensor) -> Tensor:
    pixels = torch.log1p((pred - target.double()).square()) * (3 - 2 * target)
    return _over_landmarks(pixels, weight)


def _over_landmarks(pixels: Tensor, weight: Tensor) -> Tensor:
    return (pixels.mean(dim=(2, 3)) * weight).sum() / weight.sum().clamp(min=1)


_LOSSES = {"squares": _squares, "logarithms": _logarithms}


def _distances(maps: Any, points: Any) -> np.ndarray:
    """(B,) mean distance of the maps' centres of mass from the points, in input pixels."""
    for what, value, dimensions in (("maps", maps, 4), ("points", points, 3)):
        if not isinstance(value, Tensor) or value.ndim != dimensions or value.device.type != "cpu":
            raise MalformedError(
                "validate should call measure(maps, points) with two tensors on the CPU, the "
                f"predicted maps (B, N, height, width) and the points (B, N, 2); its {what} came "
                f"as {_form(value)}."
            )
    mass = maps.detach().double().square()
    total = mass.sum(dim=(2, 3))
    x = (mass.sum(dim=2) * torch.arange(mass.shape[3])).sum(dim=2) / total
    y = (mass.sum(dim=3) * torch.arange(mass.shape[2])).sum(dim=2) / total
    found = (torch.stack([x, y], dim=2) + 0.5) * _STRIDE - 0.5
    return (found - points).norm(dim=2).mean(dim=1).numpy()


def _form(value: Any) -> str:
    if isinstance(value, Tensor):
        return f"a tensor of shape {tuple(value.shape)} on {value.device.type}"
    return f"a {type(value).__name__[:40]}"
