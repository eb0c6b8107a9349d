"""Pictures of results: curves, and predictions over faces."""

from __future__ import annotations

from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np

from solution.crops import network_box
from solution.evaluation import Evaluation
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


def draw_points(image: np.ndarray, pred: np.ndarray, true: np.ndarray | None = None) -> plt.Figure:
    """Predicted landmarks over their picture and, where it is known, the truth beside them.

    image       (height, width, 3) uint8, RGB
    pred, true  (98, 2), (x, y) in pixels of the picture; `true` may be left out

    Returns the matplotlib Figure.  It holds the picture once, drawn by `imshow`: the whole of it,
    the right way up and in its own colours.  Over it lie a small mark for each predicted point
    (say, a cross) and one for each true point (say, a circle), and the two kinds of marks can be
    told apart.  Size, colours, title, axes and legend are up to you.
    """
    ### BEGIN SOLUTION
    height, width = image.shape[:2]
    longer = max(width, height)
    figure = plt.figure(
        figsize=(6 * width / longer, 6 * height / longer), dpi=max(100, -(-longer // 6))
    )
    axes = figure.add_axes((0, 0, 1, 1))
    axes.imshow(image)
    mark = np.clip(8 * np.ptp(pred, axis=0).max() / longer, 1.5, 6)  # points across
    if true is not None:
        rings = {"facecolors": "none", "edgecolors": "lime", "linewidths": mark / 6}
        axes.scatter(true[:, 0], true[:, 1], s=(1.2 * mark) ** 2, **rings)
    axes.scatter(pred[:, 0], pred[:, 1], s=mark**2, c="red", marker="x", linewidths=mark / 5)
    axes.set(xlim=(-0.5, width - 0.5), ylim=(height - 0.5, -0.5))
    axes.axis("off")
    return figure
    ### END SOLUTION


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
