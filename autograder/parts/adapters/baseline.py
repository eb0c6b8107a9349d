"""Questions of part baseline: the network is built, and given weights that both sides know."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from typing import Any

import numpy as np
import torch
import torchvision.models._api as published
from torch import nn
from torchvision.models import MobileNet_V2_Weights

from autograder.checking.namespace import MalformedError, Student


def regressor_outputs(
    student: Student, points: int, images: Mapping[str, np.ndarray]
) -> dict[str, Any]:
    """The form of what the network gives for batches of several sizes."""
    with _no_drawing():
        net, asked_for = _built(student, points=points)
    if asked_for:
        return {"asked_for": asked_for, "outputs": None}
    net.eval()
    with torch.no_grad():
        outputs = {name: net(torch.tensor(image)) for name, image in images.items()}
    return {
        "asked_for": asked_for,
        "outputs": {name: _form(output) for name, output in outputs.items()},
    }


def regressor_learning(student: Student, image: np.ndarray, seed: int) -> dict[str, Any]:
    """With known weights: what comes out, and how many weights a gradient reaches.

    Also how many weights there are, and how many say of themselves that they learn.
    """
    with _no_drawing():
        net, asked_for = _built(student)
    if asked_for:
        return {"asked_for": asked_for, "outputs": None}
    net.eval()
    _fill(net, 2 * 98, seed)
    outputs = net(torch.tensor(image))
    reached = -1
    if isinstance(outputs, torch.Tensor):
        if outputs.requires_grad:
            outputs.square().sum().backward()
        reached = sum(p.numel() for p in net.parameters() if p.grad is not None and p.grad.any())
    return {
        "asked_for": asked_for,
        "outputs": outputs,
        "reached": reached,
        "parameters": sum(p.numel() for p in net.parameters()),
        "trainable": sum(p.numel() for p in net.parameters() if p.requires_grad),
    }


def regressor_weights(student: Student, weights: str) -> dict[str, Any]:
    """Which published weights the network asks for, without loading any."""
    with _no_download() as asked_for, _no_drawing(), suppress(_NotLoadedError):
        student.build_regressor(weights=MobileNet_V2_Weights[weights])
    return {"asked_for": asked_for[:1]}


def _built(student: Student, **arguments: int) -> tuple[nn.Module, list[str]]:
    """The network, and the addresses it wanted to load from although it should not."""
    with _no_download() as asked_for:
        try:
            net = student.build_regressor(**arguments)
        except _NotLoadedError:
            return nn.Identity(), asked_for[:1]
    if not isinstance(net, nn.Module):
        came = "None: is there a `return` at the end" if net is None else type(net).__name__[:40]
        raise MalformedError(f"build_regressor() should return a torch module; it returned {came}.")
    return net, asked_for[:1]


def _form(output: Any) -> Any:
    """Zeros where there are finite numbers: those themselves are nobody's business."""
    return 0 * output + 0 if isinstance(output, torch.Tensor) else output  # + 0: no minus zero


# ---------------------------------------------------------------- downloads


class _NotLoadedError(OSError):
    """Published weights were asked for; the question does not fetch them."""


@contextmanager
def _no_download() -> Iterator[list[str]]:
    """Note the addresses that torchvision would load from, and load nothing."""
    asked_for: list[str] = []

    def note(url: str, *arguments: Any, **options: Any) -> None:
        asked_for.append(str(url))
        raise _NotLoadedError("the check loads no published weights")

    name = "load_state_dict_from_url"
    with _patched(published, name, note), _patched(torch.hub, name, note):
        yield asked_for


@contextmanager
def _patched(module: Any, name: str, function: Callable[..., Any]) -> Iterator[None]:
    before = getattr(module, name)
    setattr(module, name, function)
    try:
        yield
    finally:
        setattr(module, name, before)


# ---------------------------------------------------------------- known weights


@contextmanager
def _no_drawing() -> Iterator[None]:
    """Leave out the drawing of random weights, most of the work, where others take their place."""
    names = ("kaiming_uniform_", "kaiming_normal_", "normal_", "uniform_")
    with ExitStack() as patches:
        for name in names:
            patches.enter_context(_patched(nn.init, name, _drawn))
        yield


def _drawn(tensor: torch.Tensor, *arguments: Any, **options: Any) -> torch.Tensor:
    return tensor.detach().fill_(0.1)


def _fill(net: nn.Module, outputs: int, seed: int) -> None:
    """The same numbers for every network with the same layers, whatever their names.

    The last layer, known by its number of outputs, has numbers of its own, so that it may be
    registered first, be a 1x1 convolution, or stand behind a dropout.
    """
    pool = np.random.default_rng(seed).standard_normal(65_537, dtype=np.float32)
    used = 0
    with torch.no_grad():
        for layer in net.modules():
            if isinstance(layer, nn.BatchNorm2d) and layer.affine:
                for tensor, middle, spread in (
                    *((layer.weight, 1.0, 0.1), (layer.bias, 0.0, 0.1)),
                    *((layer.running_mean, 0.0, 0.1), (layer.running_var, 1.0, 0.1)),
                ):
                    if tensor is not None:
                        values = _values(pool, used, tensor.shape).clip(-3, 3)
                        tensor.copy_(middle + spread * values)
                        used += tensor.numel()
            elif isinstance(layer, (nn.Conv2d, nn.Linear)):
                start = 0 if layer.weight.shape[0] == outputs else used
                spread = (2 / max(1, layer.weight[0].numel())) ** 0.5
                layer.weight.copy_(spread * _values(pool, start, layer.weight.shape))
                if layer.bias is not None:
                    layer.bias.copy_(_values(pool, start + 12_345, layer.bias.shape))
                used += 0 if layer.weight.shape[0] == outputs else layer.weight.numel()


def _values(pool: np.ndarray, start: int, shape: torch.Size) -> torch.Tensor:
    """Numbers from the pool, over and over, from a place in it."""
    return torch.from_numpy(np.resize(np.roll(pool, -(start % len(pool))), tuple(shape)))
