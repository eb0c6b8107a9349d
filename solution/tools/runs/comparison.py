"""Recipes beside each other: same faces, same budget, several seeds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from solution.tools.config import Config, chain_of, load_trained
from solution.tools.evaluation import Evaluation, evaluate
from solution.tools.fitting import fit
from solution.wflw import WFLW

# Narrow enough for a CPU; at 128 px a heatmap is still 32 px wide.
BUDGET = Config(
    data="",
    out="",
    width=8,
    blocks=2,
    modules=(1, 1, 1),
    stem=32,
    init_std=None,
    size=128,
    epochs=12,
    rate=3e-3,
    faces=400,
    bn_momentum=0.1,
)
RECIPES = {
    "kit: Adaptive Wing, sub-pixel": BUDGET,
    "HRNet: MSE, whole pixels": replace(BUDGET, loss="mse", chain="hrnet"),
    "baseline: MobileNetV2, Wing": replace(BUDGET, model="mobilenet", loss="wing"),
}


@dataclass(frozen=True)
class Run:
    """One recipe trained with one seed, and what it makes of the test faces."""

    recipe: str
    seed: int
    evaluation: Evaluation


def compare(data: Path, out: Path, seeds: int, device: str = "auto") -> Iterator[Run]:
    """Train every recipe with seeds 0, 1, …; a run that was cut off is continued."""
    test = WFLW(data, "test")
    for seed in range(seeds):
        for number, (recipe, config) in enumerate(RECIPES.items()):
            folder = out / f"{number}-seed{seed}"
            fit(replace(config, data=str(data), out=str(folder), seed=seed, device=device), True)
            model, own = load_trained(folder / "best.safetensors")
            yield Run(recipe, seed, evaluate(model, test, own.size, chain=chain_of(own)))
