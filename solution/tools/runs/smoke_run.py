"""A short training that shows whether a machine trains as it should, with or without a GPU.

The budget is the same everywhere, so that one bar serves.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from solution.hrnet import HRNet
from solution.losses import heatmap_loss
from solution.tools.config import Config, build_model, choose_device, load_trained
from solution.tools.evaluation import evaluate
from solution.tools.fitting import build_loaders, fit
from solution.tools.precision import Precision
from solution.training import train_epoch
from solution.wflw import WFLW

# With seeds 0 to 5, each in fp32 and in bf16 on a CPU, the loss fell to 0.68 to 0.77 of its start
# (mean 0.72, deviation 0.03) and the NME of unseen faces to 0.177 to 0.215 (mean 0.193, deviation
# 0.012), the two precisions within a deviation.  The bars lie more than four deviations above; the
# mean face, which looks at no pixel, has 0.28.
LOSS_BAR, NME_BAR = 0.85, 0.26
# Convolutions add in another order on a GPU: float32 keeps about seven digits, and some are lost
# on the way through a hundred layers.
FORWARD_TOLERANCE = 1e-4
# bfloat16 keeps three digits: heatmaps differ by a few per cent of a peak, landmarks hardly.  The
# NME of those twelve networks differed by 0.0003 at most.
MIXED_NME_TOLERANCE = 0.002
# With seeds 0 to 5, in bf16 and fp16 on a CPU, no loss of eight steps on one batch was more than
# 1.8 % off that of float32.  From one step to the next they change by up to 9 to 18 %, so even
# weights that are one step behind would show.
STEPS, STEPS_TOLERANCE = 8, 0.05

BUDGET = Config(
    data="",
    out="",
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
)


@dataclass(frozen=True)
class Finding:
    """One figure, and what it must be."""

    name: str
    figure: str
    bar: str
    holds: bool


def smoke(data: Path, out: Path, device_name: str = "auto", seed: int = 0) -> Iterator[Finding]:
    """Train the smoke budget on a painted tree and check what came out, one finding at a time.

    It trains in the precision that the device takes by default, and in float32.
    """
    device = choose_device(device_name)
    config = replace(BUDGET, data=str(data), device=str(device), seed=seed)
    test = WFLW(data, "test")
    default = Precision("auto", device).name
    low = "bf16" if default == "fp32" else default  # a CPU has it too, but is no faster by it
    yield same_steps(config, low)
    for name in dict.fromkeys([default, "fp32"]):
        log = fit(replace(config, out=str(out / name), precision=name))
        fall = log[-1]["loss"] / log[0]["loss"]
        title, bar = f"trained in {name}: loss, last epoch / first", f"< {LOSS_BAR}"
        yield Finding(title, f"{fall:.2f}", bar, fall < LOSS_BAR)
        model, _ = load_trained(out / name / "best.safetensors")
        error = float(evaluate(model.to(device), test, config.size).errors.mean())
        title, bar = f"trained in {name}: NME on unseen faces", f"< {NME_BAR}"
        yield Finding(title, f"{error:.3f}", bar, error < NME_BAR)
    yield _mixed(model, Precision(low, device), test, config.size, error)
    if device.type == "cuda":
        yield _forward(model, config.size, "narrow HRNet")
        yield _forward(HRNet(init_std=None).eval(), 256, "HRNet-W18")


def same_steps(config: Config, name: str) -> Finding:
    """Training on one batch again and again loses the same in float32 on the CPU and as named.

    Weights that some step does not reach, or reaches late, show here within a few steps.
    """
    batch = next(iter(build_loaders(config)[0]))
    exact = _losses(replace(config, device="cpu", precision="fp32"), batch)
    found = _losses(replace(config, precision=name), batch)
    apart = float(np.abs(found / exact - 1).max())
    return Finding(
        f"loss of {STEPS} steps in {name}, beside fp32",
        f"{apart:.1%}",
        f"within {STEPS_TOLERANCE:.0%}",
        bool(apart <= STEPS_TOLERANCE),
    )


def _losses(config: Config, batch: list[Tensor]) -> np.ndarray:
    """The loss before each of STEPS steps on the same batch, as `fit` would take them."""
    device = choose_device(config.device)
    model, precision = build_model(config).to(device), Precision(config.precision, device)
    optimizer = torch.optim.AdamW(model.parameters(), config.rate, weight_decay=config.weight_decay)
    losses = []

    def recorded(pred: Tensor, maps: Tensor, weight: Tensor) -> Tensor:
        loss = heatmap_loss(pred, maps, weight)
        losses.append(loss.item())
        return loss

    batches: Any = [batch] * STEPS  # a loader, as far as an epoch can tell
    train_epoch(precision.model(model), batches, precision.optimizer(optimizer), recorded)
    return np.array(losses)


def _mixed(model: nn.Module, low: Precision, test: WFLW, size: int, fp32: float) -> Finding:
    """The same weights in low precision give the same landmarks, nearly."""
    error = float(evaluate(low.model(model), test, size).errors.mean())
    return Finding(
        f"NME of these weights in {low.name}, beside fp32",
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
