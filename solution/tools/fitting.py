"""A whole training, built from the functions that students write.

Precision, checkpoints and resuming live around those functions, not in them.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.utils.data import DataLoader, Dataset
from tqdm import tqdm

from solution.crops import Augment, Crops
from solution.losses import heatmap_loss, wing
from solution.metrics import nme
from solution.tools.chains import Chain
from solution.tools.checkpoints import Scheduler, refuse_other_settings, restore, save
from solution.tools.config import Config, TrainingError, build_model, chain_of, choose_device
from solution.tools.precision import Precision
from solution.tools.weights import load_weights, write_whole
from solution.training import choose_epoch, train_epoch, validate
from solution.wflw import WFLW, split_faces


class WithTargets(Dataset):
    """Items (image, target, weight) of `Crops`, as `train_epoch` takes them.

    target  heatmaps or fractions, as the chain makes them
    sigma   of a heatmap's dot, in heatmap pixels
    """

    def __init__(self, crops: Crops, chain: Chain, sigma: float = 1.5) -> None:
        self.crops, self.chain, self.sigma = crops, chain, sigma

    def __len__(self) -> int:
        return len(self.crops)

    def __getitem__(self, index: int) -> tuple[Tensor, Tensor, Tensor]:
        image, points = self.crops[index]
        return image, *self.chain.targets(points.numpy(), self.crops.size, self.sigma)


def heatmap_mse(pred: Tensor, target: Tensor, weight: Tensor) -> Tensor:
    """Mean squared error over all pixels of the landmarks that count; the original recipe."""
    per_landmark = (pred - target).square().mean(dim=(2, 3))
    return (per_landmark * weight).sum() / weight.sum().clamp(min=1)


def points_mse(pred: Tensor, target: Tensor, weight: Tensor) -> Tensor:
    """Mean squared error of coordinates (B, 98, 2), in fractions of the crop."""
    return (pred - target).square().mean()


def points_wing(pred: Tensor, target: Tensor, weight: Tensor) -> Tensor:
    """The Wing loss of coordinates (B, 98, 2), taken in 256ths of the crop."""
    return wing(256 * pred, 256 * target).mean()


LOSSES = {
    ("hrnet", "awing"): heatmap_loss,
    ("hrnet", "mse"): heatmap_mse,
    ("mobilenet", "mse"): points_mse,
    ("mobilenet", "wing"): points_wing,
}


def measure_nme(chain: Chain, size: int) -> Callable[[Tensor, Tensor], np.ndarray]:
    """What `validate` measures: (B,) NME of what a network answers to size x size images."""

    def measure(outputs: Tensor, points: Tensor) -> np.ndarray:
        return nme(chain.points(outputs, size).numpy(), points.numpy())

    return measure


def build_loaders(config: Config) -> tuple[DataLoader, DataLoader, Crops]:
    """Training batches (images, maps, weight), validation batches (images, points), train crops."""
    data = WFLW(config.data, "train")
    faces = data.faces[: config.faces or None]
    train, held_out = split_faces([f.path for f in faces], config.validation, config.seed)
    if len(train) < 2 or len(held_out) == 0:
        raise TrainingError(
            f"{config.data}: {len(faces)} faces are too few to split, {len(train)} to train with "
            f"and {len(held_out)} to choose by; take more --faces or another --validation"
        )
    augment = Augment() if config.augment else None
    crops = Crops(data, train.tolist(), config.size, config.protocol, augment, config.seed)
    others = Crops(data, held_out.tolist(), config.size, config.protocol)
    common: dict[str, Any] = {"batch_size": config.batch, "num_workers": config.workers}
    shuffled = DataLoader(
        WithTargets(crops, chain_of(config), config.sigma),
        shuffle=True,
        generator=torch.Generator(),
        drop_last=len(train) % config.batch == 1,  # batch norm cannot learn from one face
        **common,
    )
    return shuffled, DataLoader(others, **common), crops


def _refuse_odd(config: Config) -> None:
    """Raise TrainingError for numbers that no training can have."""
    step = 32 if config.model == "hrnet" else 1  # its coarsest branch halves the size five times
    allowed = {
        "--epochs must be 1 or more": config.epochs >= 1,
        "--batch must be 2 or more": config.batch >= 2,
        "--workers must be 0 or more": config.workers >= 0,
        "--faces must be 0 (all) or more": config.faces >= 0,
        f"--size must be a multiple of {step}, at least 32": config.size >= 32
        and config.size % step == 0,
        "--rate must be a number above 0": 0 < config.rate < math.inf,
        "--sigma must be a number above 0": 0 < config.sigma < math.inf,
        "--validation must lie between 0 and 1": 0 < config.validation < 1,
    }
    if wrong := [words for words, holds in allowed.items() if not holds]:
        raise TrainingError("; ".join(wrong))


def fit(config: Config, resume: bool = False) -> list[dict[str, float]]:
    """Train, keep the best epoch by validation NME, and write everything into `config.out`.

    best.safetensors   the weights of the best epoch
    last.pt            the last epoch, with all that is needed to resume
    config.json, log.csv

    Every file is written whole or not at all; interrupted, at most the running epoch is lost.
    Returns the log: one row for each epoch.  Raises TrainingError.
    """
    loss_function = LOSSES.get((config.model, config.loss))
    if loss_function is None:
        allowed = ", ".join(loss for model, loss in LOSSES if model == config.model)
        raise TrainingError(f"a {config.model} has the losses {allowed}, not {config.loss}")
    _refuse_odd(config)
    out, device = Path(config.out), choose_device(config.device)
    resume = resume and (out / "last.pt").exists()
    if resume:
        refuse_other_settings(config)
    out.mkdir(parents=True, exist_ok=True)
    model = build_model(config)
    if config.pretrained:
        print(load_weights(model, Path(config.pretrained)))
    model.to(device)
    loader, held_out, crops = build_loaders(config)
    optimizer = torch.optim.AdamW(model.parameters(), config.rate, weight_decay=config.weight_decay)
    scheduler = _scheduler(config, optimizer)
    measure = measure_nme(chain_of(config), config.size)
    precision = Precision(config.precision, device)
    learner, steps = precision.model(model), precision.optimizer(optimizer)
    log: list[dict[str, float]] = []
    if resume:
        log = restore(out, model, optimizer, scheduler, precision)
    text = json.dumps(asdict(config), indent=1) + "\n"
    write_whole(out / "config.json", text.encode())
    progress = tqdm(range(len(log), config.epochs), initial=len(log), total=config.epochs)
    for epoch in progress:
        crops.epoch = epoch
        assert loader.generator is not None
        loader.generator.manual_seed(1_000_003 * config.seed + epoch)
        loss = train_epoch(learner, loader, steps, loss_function)
        if not math.isfinite(loss):
            raise TrainingError(f"the loss of epoch {epoch + 1} is {loss}; lower the rate")
        error = float(validate(learner, held_out, measure).mean())
        rate = optimizer.param_groups[0]["lr"]
        log.append({"epoch": epoch + 1, "rate": rate, "loss": loss, "nme": error})
        if isinstance(scheduler, torch.optim.lr_scheduler.ReduceLROnPlateau):
            scheduler.step(error)
        else:
            scheduler.step()
        best = choose_epoch([row["nme"] for row in log])
        save(out, model, optimizer, scheduler, precision, log, is_best=best == epoch)
        progress.set_postfix(loss=f"{loss:.4f}", nme=f"{error:.2%}", best=f"{log[best]['nme']:.2%}")
    return log


def _scheduler(config: Config, optimizer: torch.optim.Optimizer) -> Scheduler:
    if config.schedule == "plateau":
        return torch.optim.lr_scheduler.ReduceLROnPlateau(optimizer, factor=0.5, patience=3)
    # Never before the first epoch, which trains at the rate that was asked for.
    milestones = [max(1, config.epochs // 2), max(1, config.epochs * 5 // 6)]
    return torch.optim.lr_scheduler.MultiStepLR(optimizer, milestones, gamma=0.1)
