"""A training on disk: what is kept after an epoch, and the way back to it."""

from __future__ import annotations

import csv
import io
from dataclasses import asdict
from pathlib import Path
from typing import Any

import torch
from torch import nn

from solution.tools.config import Config, TrainingError, read_config
from solution.tools.precision import Precision
from solution.tools.weights import save_weights, write_whole

Scheduler = torch.optim.lr_scheduler.LRScheduler | torch.optim.lr_scheduler.ReduceLROnPlateau


# What may differ when a training goes on: where and how fast it runs, and how long.
FREE = {"data", "out", "epochs", "workers", "device", "precision", "pretrained"}


def refuse_other_settings(config: Config) -> None:
    """Raises TrainingError naming each setting that differs from the training to go on with."""
    path = Path(config.out) / "config.json"
    try:
        before = asdict(read_config(path))
    except (OSError, ValueError) as error:
        raise TrainingError(f"{error}, or train anew without --resume") from error
    others = [
        f"--{name.replace('_', '-')} was {before[name]}, not {value}"
        for name, value in asdict(config).items()
        if name not in FREE and before[name] != value
    ]
    if others:
        raise TrainingError(
            f"{path} is of another training: {'; '.join(others)}. "
            "Go on with the same, or train into another --out"
        )


def save(
    out: Path,
    model: nn.Module,
    optimizer: torch.optim.Optimizer,
    scheduler: Scheduler,
    precision: Precision,
    log: list[dict[str, float]],
    is_best: bool,
) -> None:
    """Checkpoint after an epoch.  Raises TrainingError if the disk is full."""
    weights = {name: tensor.detach().cpu() for name, tensor in model.state_dict().items()}
    state = {
        "optimizer": optimizer.state_dict(),
        "scheduler": scheduler.state_dict(),
        "scaler": precision.scaler.state_dict(),
        "random": torch.get_rng_state(),
        "model": weights,  # again, so that one file is one moment
        "log": log,
    }
    try:
        if is_best:
            save_weights(model, out / "best.safetensors")
        write_whole(out / "last.pt", _saved(state))
        write_whole(out / "log.csv", _as_csv(log))
    except (OSError, RuntimeError) as error:
        raise TrainingError(f"{out}: the checkpoint cannot be written: {error}") from error


def _saved(state: dict[str, Any]) -> bytes:
    buffer = io.BytesIO()
    torch.save(state, buffer)
    return buffer.getvalue()


def _as_csv(log: list[dict[str, float]]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, ["epoch", "rate", "loss", "nme"])
    writer.writeheader()
    writer.writerows(log)
    return text.getvalue().encode()


def restore(
    out: Path,
    model: nn.Module,
    optimizer: torch.optim.Optimizer,
    scheduler: Scheduler,
    precision: Precision,
) -> list[dict[str, float]]:
    """Go back to the end of the last whole epoch; returns the log up to there."""
    state = torch.load(out / "last.pt", map_location="cpu", weights_only=True)
    model.load_state_dict(state["model"])
    optimizer.load_state_dict(state["optimizer"])
    scheduler.load_state_dict(state["scheduler"])
    if scaler := state.get("scaler"):  # empty unless the training was in fp16
        precision.scaler.load_state_dict(scaler)
    torch.set_rng_state(state["random"])
    return state["log"]
