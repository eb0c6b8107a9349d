"""Mixed precision around a training loop that knows nothing of it.

`train_epoch` and `validate` call a model and an optimizer; these wrappers stand in for the two.
Only the model computes in low precision.  What it answers is float32 again, and so is the loss:
in half precision log(1 + d^p) is 0 for the small errors that matter most.
"""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor, nn


class Precision:
    """fp32, bf16, or fp16 with gradient scaling; "auto" takes the best the device has."""

    def __init__(self, name: str, device: torch.device) -> None:
        if name == "auto":
            name = "fp32"
            if device.type == "cuda":
                name = "bf16" if torch.cuda.is_bf16_supported(including_emulation=False) else "fp16"
        if name not in ("fp32", "bf16", "fp16"):
            raise ValueError(f"precision is auto, fp32, bf16 or fp16, not {name!r}")
        self.name = name
        self.scaler = torch.amp.GradScaler(device.type, enabled=name == "fp16")

    def model(self, model: nn.Module) -> nn.Module:
        """Return the same model, which computes in this precision and answers in float32.

        Weights, gradients and the running statistics are the model's own.  Under fp16 gradients
        are scaled up on their way into the model: outside of it, they and the loss are as ever.
        """
        if self.name == "fp32":
            return model
        dtype = torch.float16 if self.name == "fp16" else torch.bfloat16
        return _LowPrecision(model, dtype, self.scaler)

    def optimizer(self, optimizer: torch.optim.Optimizer) -> Any:
        """Return the same optimizer; under fp16 it unscales, and skips a step that overflowed."""
        return _Unscaling(optimizer, self.scaler) if self.scaler.is_enabled() else optimizer


class _LowPrecision(nn.Module):
    """A model each of whose forwards is an autocast context of its own.

    Autocast may keep its low-precision copies of the weights until the outermost context ends: a
    context around several steps would go on computing with the weights that the first one saw.
    So nothing is kept.  That costs no time, for a forward uses each weight once.
    """

    def __init__(self, model: nn.Module, dtype: torch.dtype, scaler: torch.amp.GradScaler) -> None:
        super().__init__()
        self.model, self.dtype, self.scaler = model, dtype, scaler
        self.train(model.training)

    def forward(self, images: Tensor) -> Tensor:
        with torch.autocast(images.device.type, self.dtype, cache_enabled=False):
            outputs = self.model(images).float()
        if outputs.requires_grad:
            outputs.register_hook(self.scaler.scale)  # changes nothing unless it is enabled
        return outputs


class _Unscaling:
    """An optimizer whose `step` goes through a GradScaler."""

    def __init__(self, optimizer: torch.optim.Optimizer, scaler: torch.amp.GradScaler) -> None:
        self._optimizer, self._scaler = optimizer, scaler

    def zero_grad(self) -> None:
        self._optimizer.zero_grad()

    def step(self) -> None:
        self._scaler.step(self._optimizer)
        self._scaler.update()
