"""Pictures of results: curves, and predictions over the faces that they fit worst."""

from __future__ import annotations

from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np

from solution.crops import network_box
from solution.tools.evaluation import Evaluation
from solution.wflw import WFLW


def draw_curves(log: list[dict[str, float]], path: Path) -> None:
    """Training loss and validation NME by epoch, with the chosen epoch marked."""
    epochs = [row["epoch"] for row in log]
    errors = [100 * row["nme"] for row in log]
    figure, (left, right) = plt.subplots(1, 2, figsize=(9, 3.5), layout="constrained")
    left.plot(epochs, [row["loss"] for row in log], marker=".")
    left.set(xlabel="epoch", ylabel="training loss", yscale="log")
    right.plot(epochs, errors, marker=".")
    best = int(np.nanargmin(errors))
    right.scatter(epochs[best], errors[best], s=80, facecolors="none", edgecolors="C3")
    right.set(xlabel="epoch", ylabel="validation NME (%)", ylim=(0, None))
    right.set_title(f"best: {errors[best]:.2f} % in epoch {epochs[best]:.0f}", fontsize=10)
    figure.savefig(path, dpi=110)
    plt.close(figure)


def draw_ced(errors: dict[str, np.ndarray], path: Path, limit: float = 0.2) -> None:
    """Cumulative error curves: the share of faces with an NME of at most x."""
    figure, axes = plt.subplots(figsize=(5, 4), layout="constrained")
    for name, own in errors.items():
        axes.step(np.sort(own), np.arange(1, len(own) + 1) / len(own), where="post", label=name)
    axes.axvline(0.10, linestyle=":", color="grey")
    axes.set(xlim=(0, limit), ylim=(0, 1), xlabel="NME (inter-ocular)", ylabel="share of faces")
    axes.legend()
    figure.savefig(path, dpi=110)
    plt.close(figure)


def draw_worst(evaluation: Evaluation, data: WFLW, path: Path, count: int = 12) -> None:
    """The faces with the largest NME: truth as green circles, prediction as red crosses."""
    worst = np.argsort(-evaluation.errors)[:count]
    columns = min(4, len(worst))
    rows = -(-len(worst) // columns)
    figure, grid = plt.subplots(rows, columns, figsize=(3 * columns, 3.2 * rows), squeeze=False)
    for axes in grid.flat:
        axes.axis("off")
    for axes, index in zip(grid.flat, worst, strict=False):
        picture, face = data[int(index)]
        box = network_box(face, evaluation.protocol)
        axes.imshow(picture)
        axes.scatter(*face.points.T, s=10, facecolors="none", edgecolors="lime", linewidths=0.7)
        axes.scatter(*evaluation.points[index].T, s=10, c="red", marker="x", linewidths=0.7)
        axes.set(xlim=(box[0], box[2]), ylim=(box[3], box[1]))
        axes.set_title(f"{100 * evaluation.errors[index]:.1f} %", fontsize=9)
    figure.tight_layout()
    figure.savefig(path, dpi=90)
    plt.close(figure)
