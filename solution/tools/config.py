"""What decides a training, and the network that it makes."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import nn

from solution.hrnet import HRNet
from solution.regression import build_regressor
from solution.tools.chains import CHAINS, Chain
from solution.tools.weights import load_weights


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


class TrainingError(RuntimeError):
    """The training cannot go on; the text says why and what to do."""


def choose_device(name: str) -> torch.device:
    """ "auto" takes the GPU if there is one.  Raises TrainingError for a GPU that is not there."""
    if name == "auto":
        return torch.device("cuda" if torch.cuda.is_available() else "cpu")
    if name.startswith("cuda") and not torch.cuda.is_available():
        raise TrainingError("there is no CUDA GPU here; leave --device out to train on the CPU")
    try:
        return torch.device(name)
    except RuntimeError:
        raise TrainingError(f"there is no device {name!r}; take auto, cpu or cuda") from None


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


def read_config(path: Path) -> Config:
    """The settings of a training.  Raises an OSError or a ValueError that names the file."""
    if not path.is_file():
        raise FileNotFoundError(
            f"there is no {path}: put the config.json that `train` wrote beside its weights there"
        )
    try:
        fields = json.loads(path.read_text(encoding="utf-8"))
        return Config(**fields | {"modules": tuple(fields["modules"])})
    except (ValueError, TypeError, KeyError) as error:
        raise ValueError(
            f"{path} is not what `train` writes ({error}); copy it again from the training's folder"
        ) from None


def load_trained(weights: Path) -> tuple[nn.Module, Config]:
    """A trained network and its settings, from weights with their config.json beside them."""
    config = read_config(weights.parent / "config.json")
    model = build_model(config)
    load_weights(model, weights, min_share=1)
    return model.to(choose_device("auto")).eval(), config
