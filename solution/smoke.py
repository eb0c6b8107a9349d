"""A short training that shows whether a machine trains as it should, with or without a GPU.

The budget is the same everywhere, so that one bar serves.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import nn

from solution.evaluation import evaluate
from solution.hrnet import HRNet
from solution.precision import Precision
from solution.training import Config, choose_device, fit, load_trained
from solution.wflw import WFLW

# With seeds 0 to 5 on a CPU the loss fell to 0.69 to 0.76 of its start (mean 0.73, deviation 0.03)
# and the NME of unseen faces to 0.183 to 0.221 (mean 0.199, deviation 0.014).  The bars lie more
# than four deviations above; the mean face, which looks at no pixel, has 0.28.
LOSS_BAR, NME_BAR = 0.85, 0.26
# Convolutions add in another order on a GPU: float32 keeps about seven digits, and some are lost
# on the way through a hundred layers.
FORWARD_TOLERANCE = 1e-4
# bfloat16 keeps three digits: heatmaps differ by a few per cent of a peak, landmarks hardly.
MIXED_NME_TOLERANCE = 0.01


@dataclass(frozen=True)
class Finding:
    """One figure, and what it must be."""

    name: str
    figure: str
    bar: str
    holds: bool


def smoke(data: Path, out: Path, device_name: str = "auto", seed: int = 0) -> Iterator[Finding]:
    """Train the smoke budget on a painted tree and check what came out, one finding at a time."""
    device = choose_device(device_name)
    config = Config(
        data=str(data),
        out=str(out),
        width=8,
        blocks=1,
        modules=(1, 1, 1),
        stem=32,
        init_std=None,
        size=64,
        sigma=1.0,
        epochs=10,
        rate=4e-3,
        bn_momentum=0.1,
        device=str(device),
        precision="fp32",
        seed=seed,
    )
    log = fit(config)
    fall = log[-1]["loss"] / log[0]["loss"]
    yield Finding("loss, last epoch / first", f"{fall:.2f}", f"< {LOSS_BAR}", fall < LOSS_BAR)
    model, _ = load_trained(out / "best.safetensors")
    test = WFLW(data, "test")
    error = float(evaluate(model.to(device), test, config.size).errors.mean())
    yield Finding("NME on unseen faces", f"{error:.3f}", f"< {NME_BAR}", error < NME_BAR)
    yield _mixed(model, device, test, config.size, error)
    if device.type == "cuda":
        yield _forward(model, config.size, "narrow HRNet")
        yield _forward(HRNet(init_std=None).eval(), 256, "HRNet-W18")


def _mixed(model: nn.Module, device: torch.device, test: WFLW, size: int, fp32: float) -> Finding:
    """The same weights in mixed precision give the same landmarks, nearly."""
    precision = Precision("bf16" if device.type == "cpu" else "auto", device)
    with precision.autocast():
        error = float(evaluate(model, test, size).errors.mean())
    return Finding(
        f"NME in {precision.name}, beside fp32",
        f"{error:.4f} and {fp32:.4f}",
        f"within {MIXED_NME_TOLERANCE}",
        abs(error - fp32) <= MIXED_NME_TOLERANCE,
    )


def _forward(model: nn.Module, size: int, name: str) -> Finding:
    """The same images through the same network on both devices, relative to the largest value."""
    images = torch.randn(4, 3, size, size, generator=torch.Generator().manual_seed(0))
    exact = torch.backends.cudnn.allow_tf32
    torch.backends.cudnn.allow_tf32 = False  # TF32 keeps ten bits of a product
    try:
        with torch.no_grad():
            here = model.cpu()(images)
            there = model.cuda()(images.cuda()).cpu()
    finally:
        torch.backends.cudnn.allow_tf32 = exact
    error = float((here - there).abs().max() / here.abs().max())
    return Finding(
        f"{name}, CPU beside GPU",
        f"{error:.1e}",
        f"within {FORWARD_TOLERANCE}",
        bool(np.isfinite(error)) and error <= FORWARD_TOLERANCE,
    )
