"""Training: the leaf functions that students write, and `fit`, which is built from them.

Precision, checkpoints and resuming live around the leaf functions, not in them.
"""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.utils.data import DataLoader
from tqdm import tqdm

from solution.chains import CHAINS, Chain
from solution.crops import Augment, Crops, WithTargets
from solution.hrnet import HRNet
from solution.losses import heatmap_loss, wing
from solution.metrics import nme
from solution.precision import Precision
from solution.regression import build_regressor
from solution.weights import load_weights, save_weights, write_whole
from solution.wflw import WFLW, split_faces

# ---------------------------------------------------------------- what students write


def train_epoch(
    model: nn.Module,
    loader: DataLoader,
    optimizer: torch.optim.Optimizer,
    loss_function: Callable[[Tensor, Tensor, Tensor], Tensor],
) -> float:
    """Train for one pass over the data.

    loader         batches (images, maps, weight), in the order to use them; the last may be smaller
    optimizer      holds the model's parameters
    loss_function  (predicted maps, maps, weight) -> one number to minimise

    For each batch: move it to the model's device, forget the old gradients (the parameters may
    hold some from elsewhere when the epoch begins), predict, take the loss, go back, and let the
    optimizer step once.  The model is in training mode meanwhile, in whatever mode it comes.
    Returns the mean loss over all faces, a number outside of autograd: each batch has the loss it
    had before its step, and it counts by its number of images, so a short last one counts less.
    """
    ### BEGIN SOLUTION
    model.train()
    device = next(model.parameters()).device
    total, count = 0.0, 0
    for batch in loader:
        images, maps, weight = (tensor.to(device, non_blocking=True) for tensor in batch)
        optimizer.zero_grad()
        loss = loss_function(model(images), maps, weight)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(images)
        count += len(images)
    return total / count
    ### END SOLUTION


def validate(
    model: nn.Module, loader: DataLoader, measure: Callable[[Tensor, Tensor], np.ndarray]
) -> np.ndarray:
    """The error of each face, without learning anything from it.

    loader   batches (images, points); points (B, 98, 2) in pixels of the images
    measure  (predicted maps, points) -> (B,) the error of each face; it takes two tensors, both
             on the CPU and outside of autograd, the maps just as the model predicts them

    The model predicts in evaluation mode and without gradients.  Afterwards its weights, buffers
    and gradients are as they were, and it is again in the mode it was in before.
    Returns (n,) errors, one for each face in the loader's order, as `measure` gives them.
    """
    ### BEGIN SOLUTION
    was_training = model.training
    model.eval()
    device = next(model.parameters()).device
    errors = []
    with torch.no_grad():
        for images, points in loader:
            errors.append(measure(model(images.to(device)).float().cpu(), points))
    model.train(was_training)
    return np.concatenate(errors)
    ### END SOLUTION


def choose_epoch(history: list[float]) -> int:
    """The index, from 0, of the epoch with the lowest validation NME; of equals the first.

    history  one number for each epoch; an epoch with NaN is never chosen

    Raises ValueError if there is no epoch to choose: none at all, or NaN in every one.
    """
    ### BEGIN SOLUTION
    finite = [index for index, value in enumerate(history) if not math.isnan(value)]
    if not finite:
        raise ValueError("there is no epoch with a validation NME")
    return min(finite, key=lambda index: history[index])
    ### END SOLUTION


# ---------------------------------------------------------------- a whole training


@dataclass(frozen=True)
class Config:
    """All that decides a training.

    model          "hrnet", or "mobilenet": the baseline that regresses coordinates
    width, blocks, modules, stem, init_std  of the HRNet; as they stand, the published W18
    pretrained     a file of weights to start from, e.g. an ImageNet backbone
    size           side of the network's input in pixels; heatmaps are a quarter of it
    schedule       "step": times 0.1 after 1/2 and 5/6 of the epochs (published: 30 and 50 of 60);
                   "plateau": times 0.5 after 3 epochs without a better validation NME
    validation     the share of training pictures kept for choosing the epoch; never test
    protocol       "points" or "rect": which box is cropped
    loss           "awing", or "mse" as in the original recipe; of the baseline "mse" or "wing"
    chain          how points become heatmaps and back: "kit", or "hrnet" as in the original code
    """

    data: str
    out: str
    model: str = "hrnet"
    width: int = 18
    blocks: int = 4
    modules: tuple[int, int, int] = (1, 4, 3)
    stem: int = 64
    init_std: float | None = 0.001
    pretrained: str = ""
    size: int = 256
    sigma: float = 1.5
    epochs: int = 60
    batch: int = 16
    rate: float = 1e-4
    weight_decay: float = 0.0
    schedule: str = "step"
    loss: str = "awing"
    chain: str = "kit"
    augment: bool = True
    validation: float = 0.1
    protocol: str = "points"
    bn_momentum: float = 0.01
    faces: int = 0
    workers: int = 0
    seed: int = 0
    device: str = "auto"
    precision: str = "auto"


class TrainingFailed(RuntimeError):
    """The training cannot go on; the text says why and what to do."""


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


def choose_device(name: str) -> torch.device:
    """ "auto" takes the GPU if there is one.  Raises TrainingFailed for a GPU that is not there."""
    if name == "auto":
        return torch.device("cuda" if torch.cuda.is_available() else "cpu")
    if name.startswith("cuda") and not torch.cuda.is_available():
        raise TrainingFailed("there is no CUDA GPU here; leave --device out to train on the CPU")
    return torch.device(name)


def chain_of(config: Config) -> Chain:
    """How points become targets, and outputs points, in this training."""
    return CHAINS["fractions" if config.model == "mobilenet" else config.chain]


def build_model(config: Config) -> nn.Module:
    """The network of a training, freshly initialised from its seed."""
    torch.manual_seed(config.seed)
    if config.model == "mobilenet":
        return build_regressor()
    return HRNet(
        width=config.width,
        blocks=config.blocks,
        modules=config.modules,
        stem=config.stem,
        init_std=config.init_std,
        bn_momentum=config.bn_momentum,
    )


def load_trained(weights: Path) -> tuple[nn.Module, Config]:
    """A trained network and its settings, from weights with their config.json beside them."""
    fields = json.loads((weights.parent / "config.json").read_text(encoding="utf-8"))
    config = Config(**fields | {"modules": tuple(fields["modules"])})
    model = build_model(config)
    load_weights(model, weights, min_share=1)
    return model.to(choose_device("auto")).eval(), config


def build_loaders(config: Config) -> tuple[DataLoader, DataLoader, Crops]:
    """Training batches (images, maps, weight), validation batches (images, points), train crops."""
    data = WFLW(config.data, "train")
    faces = data.faces[: config.faces or None]
    train, held_out = split_faces([f.path for f in faces], config.validation, config.seed)
    if len(train) == 0 or len(held_out) == 0:
        raise TrainingFailed(f"{config.data}: {len(faces)} faces are too few to split")
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


def fit(config: Config, resume: bool = False) -> list[dict[str, float]]:
    """Train, keep the best epoch by validation NME, and write everything into `config.out`.

    best.safetensors   the weights of the best epoch
    last.pt            the last epoch, with all that is needed to resume
    config.json, log.csv

    Every file is written whole or not at all; interrupted, at most the running epoch is lost.
    Returns the log: one row for each epoch.  Raises TrainingFailed.
    """
    loss_function = LOSSES.get((config.model, config.loss))
    if loss_function is None:
        allowed = ", ".join(loss for model, loss in LOSSES if model == config.model)
        raise TrainingFailed(f"a {config.model} has the losses {allowed}, not {config.loss}")
    out, device = Path(config.out), choose_device(config.device)
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
    if resume and (out / "last.pt").exists():
        log = _restore(out, model, optimizer, scheduler, precision)
    else:
        text = json.dumps(asdict(config), indent=1) + "\n"
        write_whole(out / "config.json", text.encode())
    progress = tqdm(range(len(log), config.epochs), initial=len(log), total=config.epochs)
    for epoch in progress:
        crops.epoch = epoch
        assert loader.generator is not None
        loader.generator.manual_seed(1_000_003 * config.seed + epoch)
        loss = train_epoch(learner, loader, steps, loss_function)
        if not math.isfinite(loss):
            raise TrainingFailed(f"the loss of epoch {epoch + 1} is {loss}; lower the rate")
        error = float(validate(learner, held_out, measure).mean())
        rate = optimizer.param_groups[0]["lr"]
        log.append({"epoch": epoch + 1, "rate": rate, "loss": loss, "nme": error})
        if isinstance(scheduler, torch.optim.lr_scheduler.ReduceLROnPlateau):
            scheduler.step(error)
        else:
            scheduler.step()
        best = choose_epoch([row["nme"] for row in log])
        _save(out, model, optimizer, scheduler, precision, log, is_best=best == epoch)
        progress.set_postfix(loss=f"{loss:.4f}", nme=f"{error:.2%}", best=f"{log[best]['nme']:.2%}")
    return log


Scheduler = torch.optim.lr_scheduler.LRScheduler | torch.optim.lr_scheduler.ReduceLROnPlateau


def _scheduler(config: Config, optimizer: torch.optim.Optimizer) -> Scheduler:
    if config.schedule == "plateau":
        return torch.optim.lr_scheduler.ReduceLROnPlateau(optimizer, factor=0.5, patience=3)
    milestones = [config.epochs // 2, config.epochs * 5 // 6]
    return torch.optim.lr_scheduler.MultiStepLR(optimizer, milestones, gamma=0.1)


# ---------------------------------------------------------------- on disk


def _save(
    out: Path,
    model: nn.Module,
    optimizer: torch.optim.Optimizer,
    scheduler: Scheduler,
    precision: Precision,
    log: list[dict[str, float]],
    is_best: bool,
) -> None:
    """Checkpoint after an epoch.  Raises TrainingFailed if the disk is full."""
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
        raise TrainingFailed(f"{out}: the checkpoint cannot be written: {error}") from error


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


def _restore(
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
