"""Mixed precision around a training loop that knows nothing of it.

`train_epoch` calls a model, a loss and an optimizer; these wrappers stand in for the last two, and
an autocast context around the whole epoch does the rest.  The loss is always taken in float32: in
half precision log(1 + d^p) is 0 for the small errors that matter most.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor

Loss = Callable[[Tensor, Tensor, Tensor], Tensor]


class Precision:
    """fp32, bf16, or fp16 with gradient scaling; "auto" takes the best the device has."""

    def __init__(self, name: str, device: torch.device) -> None:
        if name == "auto":
            name = "fp32"
            if device.type == "cuda":
                name = "bf16" if torch.cuda.is_bf16_supported(including_emulation=False) else "fp16"
        if name not in ("fp32", "bf16", "fp16"):
            raise ValueError(f"precision is auto, fp32, bf16 or fp16, not {name!r}")
        self.name, self.device = name, device
        self.scaler = torch.amp.GradScaler(device.type, enabled=name == "fp16")

    def autocast(self) -> torch.autocast:
        """The context to train and validate in."""
        dtype = torch.float16 if self.name == "fp16" else torch.bfloat16
        return torch.autocast(self.device.type, dtype, enabled=self.name != "fp32")

    def loss(self, loss_function: Loss) -> Loss:
        """The same loss in float32; under fp16 its gradient, not its value, is scaled up."""

        def in_float32(pred: Tensor, maps: Tensor, weight: Tensor) -> Tensor:
            with torch.autocast(self.device.type, enabled=False):
                loss = loss_function(pred.float(), maps, weight)
            if not self.scaler.is_enabled():
                return loss
            factor = self.scaler.scale(torch.ones((), device=loss.device))
            return _ScaledGradient.apply(loss, factor)

        return in_float32

    def optimizer(self, optimizer: torch.optim.Optimizer) -> Any:
        """The same optimizer; under fp16 its steps unscale, and are skipped after an overflow."""
        return _Scaled(optimizer, self.scaler) if self.scaler.is_enabled() else optimizer


class _ScaledGradient(torch.autograd.Function):
    """Passes a value on; multiplies its gradient by a factor."""

    @staticmethod
    def forward(ctx: Any, value: Tensor, factor: Tensor) -> Tensor:
        ctx.save_for_backward(factor)
        return value.clone()

    @staticmethod
    def backward(ctx: Any, gradient: Tensor) -> tuple[Tensor, None]:
        (factor,) = ctx.saved_tensors
        return gradient * factor, None


class _Scaled:
    """An optimizer whose `step` goes through a GradScaler."""

    def __init__(self, optimizer: torch.optim.Optimizer, scaler: torch.amp.GradScaler) -> None:
        self._optimizer, self._scaler = optimizer, scaler

    def zero_grad(self) -> None:
        self._optimizer.zero_grad()

    def step(self) -> None:
        self._scaler.step(self._optimizer)
        self._scaler.update()
