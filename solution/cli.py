"""The command line of the reference."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

app = typer.Typer(
    help="The reference answer, on a real or painted WFLW tree.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
console = Console()
SHOWN = 20


@app.callback()
def main() -> None:
    """The reference answer, on a real or painted WFLW tree."""


@app.command()
def verify(
    root: Annotated[Path, typer.Argument(help="The folder with WFLW_images and WFLW_annotations.")],
    figure: Annotated[Path | None, typer.Option(help="Draw the statistics into this PNG.")] = None,
) -> None:
    """Check a whole WFLW tree and print its statistics beside the published ones.

    Reads every line of every list and decodes every picture.  Exit code 0: usable; 1: errors,
    each named by file and line.
    """
    from solution import statistics
    from solution.verify import verify as check

    columns = (TextColumn("pictures"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("", total=None)
        findings = check(root, lambda done, total: bar.update(task, completed=done, total=total))
    measured = {
        split: statistics.measure(findings.faces[split])
        for split in ("train", "test")
        if findings.faces[split]
    }
    if measured:
        _print_statistics(measured)
        if figure is not None:
            statistics.draw(measured, figure)
            console.print(f"figure: {figure}", soft_wrap=True)
    for kind, lines in (("warning", findings.warnings), ("error", findings.errors)):
        for line in lines[:SHOWN]:
            console.print(escape(f"{kind}: {line}"), soft_wrap=True, highlight=False)
        if len(lines) > SHOWN:
            console.print(f"… and {len(lines) - SHOWN} more {kind}s")
    console.print(f"{len(findings.errors)} errors, {len(findings.warnings)} warnings")
    raise typer.Exit(1 if findings.errors else 0)


@app.command()
def train(
    data: Annotated[Path, typer.Option(help="A WFLW tree, real or painted.")],
    out: Annotated[Path, typer.Option(help="For checkpoints, log and curves.")],
    width: Annotated[int, typer.Option(help="Channels of the first branch; W18 is 18.")] = 18,
    blocks: Annotated[int, typer.Option(help="Residual blocks of each branch.")] = 4,
    modules: Annotated[tuple[int, int, int], typer.Option(help="Modules of stages 2, 3 and 4.")] = (
        1,
        4,
        3,
    ),
    stem: Annotated[int, typer.Option(help="Channels of the first two convolutions.")] = 64,
    init_std: Annotated[
        float | None, typer.Option(help="Of the convolutions before training; 0: He's rule.")
    ] = 0.001,
    pretrained: Annotated[str, typer.Option(help="Weights to start from.")] = "",
    size: Annotated[int, typer.Option(help="Side of the network's input in pixels.")] = 256,
    sigma: Annotated[float, typer.Option(help="Size of a dot in heatmap pixels.")] = 1.5,
    epochs: int = 60,
    batch: int = 16,
    rate: Annotated[float, typer.Option(help="Learning rate.")] = 1e-4,
    weight_decay: float = 0.0,
    schedule: Annotated[str, typer.Option(help="step (as published) or plateau.")] = "step",
    loss: Annotated[str, typer.Option(help="awing, or mse as in the original recipe.")] = "awing",
    augment: bool = True,
    validation: Annotated[float, typer.Option(help="Share of pictures to choose by.")] = 0.1,
    protocol: Annotated[str, typer.Option(help="Box to crop: points or rect.")] = "points",
    bn_momentum: Annotated[float, typer.Option(help="0.01 as published; short runs 0.1.")] = 0.01,
    faces: Annotated[int, typer.Option(help="Only the first faces of the list; 0: all.")] = 0,
    workers: Annotated[int, typer.Option(help="Processes that load pictures.")] = 0,
    seed: int = 0,
    device: Annotated[str, typer.Option(help="auto, cpu or cuda.")] = "auto",
    precision: Annotated[str, typer.Option(help="auto, fp32, bf16 or fp16.")] = "auto",
    resume: Annotated[bool, typer.Option(help="Go on after the last whole epoch.")] = False,
) -> None:
    """Train an HRNet on the train list, choosing the epoch on a part of it, never on test.

    The defaults are the published recipe with the Adaptive Wing loss.
    """
    settings = {name: value for name, value in locals().items() if name != "resume"}
    from solution.plots import draw_curves
    from solution.training import Config, TrainingFailed, fit

    settings |= {"data": str(data), "out": str(out), "init_std": init_std or None}
    try:
        log = fit(Config(**settings), resume)
    except (TrainingFailed, OSError, ValueError) as error:
        console.print(escape(f"error: {error}"), style="red", soft_wrap=True)
        raise typer.Exit(1) from error
    except KeyboardInterrupt:
        console.print("interrupted; the same command with --resume goes on")
        raise typer.Exit(130) from None
    draw_curves(log, out / "curves.png")
    console.print(f"best.safetensors, log.csv and curves.png in {out}", soft_wrap=True)


@app.command()
def evaluate(
    data: Annotated[Path, typer.Option(help="A WFLW tree, real or painted.")],
    weights: Annotated[Path, typer.Option(help="best.safetensors of a training.")],
    out: Annotated[Path | None, typer.Option(help="For CED curve, worst faces, CSV.")] = None,
    split: Annotated[str, typer.Option(help="The list to evaluate on.")] = "test",
    protocol: Annotated[str, typer.Option(help="Box to crop: points or rect.")] = "points",
) -> None:
    """Print NME, failure rate and AUC by attribute, beside the mean face; NME in source pixels.

    The network is built from the config.json that `train` wrote beside the weights.
    """
    from solution import evaluation, plots
    from solution.training import load_trained
    from solution.wflw import WFLW

    try:
        model, config = load_trained(weights)
        faces = WFLW(data, split)
        result = evaluation.evaluate(model, faces, config.size, protocol)
        baseline = evaluation.mean_face(WFLW(data, "train"), faces, protocol)
    except (OSError, ValueError) as error:
        console.print(escape(f"error: {error}"), style="red", soft_wrap=True)
        raise typer.Exit(1) from error
    table = Table(f"{split}, {protocol} box", "faces", "NME %", "mean face, NME %")
    means = evaluation.by_attribute(baseline, result.attributes)
    for name, (count, mean) in result.table().items():
        table.add_row(name, str(count), f"{100 * mean:.2f}", f"{100 * means[name][1]:.2f}")
    console.print(table)
    summary = result.summary()
    console.print(f"FR@0.10 {100 * summary['fr']:.2f} %   AUC@0.10 {summary['auc']:.4f}")
    if out is not None:
        out.mkdir(parents=True, exist_ok=True)
        evaluation.write_faces(result, faces, out / "faces.csv")
        curves = {"network": result.errors, "mean face": baseline}
        plots.draw_ced(curves, out / "ced.png", limit=0.5)
        plots.draw_worst(result, faces, out / "worst.png")
        console.print(f"faces.csv, ced.png and worst.png in {out}", soft_wrap=True)


@app.command()
def predict(
    image: Annotated[Path, typer.Argument(help="Any photo.")],
    weights: Annotated[Path, typer.Option(help="best.safetensors of a training.")],
    box: Annotated[
        tuple[float, float, float, float],
        typer.Option(help="x0 y0 x1 y1, tight around the face from brows to chin."),
    ],
    out: Annotated[Path, typer.Option(help="PNG of the photo with its points.")] = Path(
        "landmarks.png"
    ),
) -> None:
    """Find the 98 landmarks of a face in a photo; print them as `x y`, draw them into a PNG."""
    import matplotlib.pyplot as plt
    import numpy as np
    from PIL import Image, ImageOps

    from solution.plots import draw_points
    from solution.trained import predict as find
    from solution.training import load_trained

    try:
        model, config = load_trained(weights)
        with Image.open(image) as photo:
            pixels = np.array(ImageOps.exif_transpose(photo).convert("RGB"))
        points = find(model, pixels, np.array(box), config.size)
    except (OSError, ValueError) as error:
        console.print(escape(f"error: {error}"), style="red", soft_wrap=True)
        raise typer.Exit(1) from error
    for x, y in points:
        print(f"{x:.2f} {y:.2f}")
    figure = draw_points(pixels, points)
    figure.savefig(out)
    plt.close(figure)
    console.print(f"drawn into {out}", soft_wrap=True)


def _print_statistics(measured: dict) -> None:
    from solution.statistics import PUBLISHED

    table = Table("", *measured, "WFLW test")
    for column in table.columns[1:]:
        column.justify = "right"
    for name in next(iter(measured.values())).rows:
        values = [own.rows[name] for own in measured.values()]
        table.add_row(name, *values, PUBLISHED.get(name, ""))
    console.print(table)
