"""The command line of the reference."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer
from PIL import Image
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

if TYPE_CHECKING:
    from solution.tools.files.verification import Findings

app = typer.Typer(
    help="The reference answer, on a real or painted WFLW tree.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
console = Console()
SHOWN = 20
Box = Literal["points", "rect"]
Split = Literal[
    "train", "test", "largepose", "expression", "illumination", "makeup", "occlusion", "blur"
]
# What a user can mend: said in a line, without a traceback.  TrainingError is a RuntimeError.
ERRORS = (OSError, ValueError, RuntimeError, Image.DecompressionBombError)


def _told(error: BaseException) -> typer.Exit:
    """Print what went wrong in one line; returns the exit to raise, with code 2."""
    line = " ".join(str(error).split())
    console.print(escape(f"error: {line}"), style="red", soft_wrap=True, highlight=False)
    return typer.Exit(2)


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
    from solution.tools.files import verification

    columns = (TextColumn("pictures"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("", total=None)
        findings = verification.verify(
            root, lambda done, total: bar.update(task, completed=done, total=total)
        )
    _report(findings, figure)


def _report(findings: Findings, figure: Path | None = None) -> None:
    """Print statistics, warnings and errors, and exit: 0 if there are no errors, else 1."""
    from solution.tools.files import statistics

    measured = {
        split: statistics.measure(findings.faces[split])
        for split in ("train", "test")
        if findings.faces[split]
    }
    if measured:
        _print_statistics(measured)
        if figure is not None:
            try:
                figure.parent.mkdir(parents=True, exist_ok=True)
                statistics.draw(measured, figure)
            except ERRORS as error:
                raise _told(error) from error
            console.print(f"figure: {figure}", soft_wrap=True)
    for kind, lines in (("warning", findings.warnings), ("error", findings.errors)):
        for line in lines[:SHOWN]:
            console.print(escape(f"{kind}: {line}"), soft_wrap=True, highlight=False)
        if len(lines) > SHOWN:
            console.print(f"… and {len(lines) - SHOWN} more {kind}s")
    console.print(f"{len(findings.errors)} errors, {len(findings.warnings)} warnings")
    raise typer.Exit(1 if findings.errors else 0)


@app.command()
def download(
    root: Annotated[Path, typer.Option(help="The folder to make; 1.6 GB at the most.")],
) -> None:
    """Fetch the real WFLW (743 MB) from its makers, unpack and verify it; research use only.

    Goes on where it was cut off.  If the source refuses, it says which archives to fetch by hand
    and where to put them.  Exit code 1: it is not whole.
    """
    from solution.tools.files import downloading

    try:
        findings = downloading.download(root)
    except downloading.ArchiveError as error:
        console.print(escape(f"error: {error}"), style="red", soft_wrap=True, highlight=False)
        raise typer.Exit(1) from error
    _report(findings)


@app.command()
def train(
    data: Annotated[Path, typer.Option(help="A WFLW tree, real or painted.")],
    out: Annotated[Path, typer.Option(help="For checkpoints, log and curves.")],
    model: Annotated[
        Literal["hrnet", "mobilenet"], typer.Option(help="mobilenet: the baseline, regression.")
    ] = "hrnet",
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
    schedule: Annotated[
        Literal["step", "plateau"], typer.Option(help="step is the published one.")
    ] = "step",
    loss: Annotated[
        Literal["awing", "mse", "wing"],
        typer.Option(help="mse: the original; mobilenet: mse, wing."),
    ] = "awing",
    chain: Annotated[
        Literal["kit", "hrnet"], typer.Option(help="Points to heatmaps and back; hrnet: original.")
    ] = "kit",
    augment: bool = True,
    validation: Annotated[float, typer.Option(help="Share of pictures to choose by.")] = 0.1,
    protocol: Annotated[Box, typer.Option(help="Box to crop.")] = "points",
    bn_momentum: Annotated[float, typer.Option(help="0.01 as published; short runs 0.1.")] = 0.01,
    faces: Annotated[int, typer.Option(help="Only the first faces of the list; 0: all.")] = 0,
    workers: Annotated[int, typer.Option(help="Processes that load pictures.")] = 0,
    seed: int = 0,
    device: Annotated[str, typer.Option(help="auto, cpu or cuda.")] = "auto",
    precision: Annotated[
        Literal["auto", "fp32", "bf16", "fp16"], typer.Option(help="Of the arithmetic.")
    ] = "auto",
    resume: Annotated[bool, typer.Option(help="Go on after the last whole epoch.")] = False,
) -> None:
    """Train an HRNet on the train list, choosing the epoch on a part of it, never on test.

    The defaults are the published recipe with the Adaptive Wing loss.
    """
    settings = {name: value for name, value in locals().items() if name != "resume"}
    from solution.tools.charts import draw_curves
    from solution.tools.config import Config
    from solution.tools.fitting import fit

    settings |= {"data": str(data), "out": str(out), "init_std": init_std or None}
    try:
        log = fit(Config(**settings), resume)
    except ERRORS as error:
        raise _told(error) from error
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
    split: Annotated[Split, typer.Option(help="The list to evaluate on.")] = "test",
    protocol: Annotated[Box, typer.Option(help="Box to crop.")] = "points",
) -> None:
    """Print NME, failure rate and AUC by attribute, beside the mean face; NME in source pixels.

    The network is built from the config.json that `train` wrote beside the weights.  It computes in
    float32, while `train` chooses its epoch in the precision that it trains in.
    """
    from solution.tools import charts, evaluation
    from solution.tools.config import chain_of, load_trained
    from solution.tools.evaluation import refuse_missing
    from solution.wflw import WFLW

    try:
        model, config = load_trained(weights)
        faces = WFLW(data, split)
        refuse_missing(faces, protocol)
        result = evaluation.evaluate(model, faces, config.size, protocol, chain_of(config))
        baseline = evaluation.mean_face(WFLW(data, "train"), faces, protocol)
    except ERRORS as error:
        raise _told(error) from error
    table = Table(f"{split}, {protocol} box", "faces", "NME %", "mean face, NME %")
    means = evaluation.by_attribute(baseline, result.attributes)
    for name, (count, mean) in result.table().items():
        table.add_row(name, str(count), f"{100 * mean:.2f}", f"{100 * means[name][1]:.2f}")
    console.print(table)
    if all(face.attributes is None for face in faces.faces):
        console.print(f"the {split} list holds no attributes: only its full row counts")
    if {face.path for face in faces.faces} & {face.path for face in WFLW(data, "train").faces}:
        console.print(f"pictures of the {split} list are in the train list too: no test of faces")
    summary = result.summary()
    console.print(f"FR@0.10 {100 * summary['fr']:.2f} %   AUC@0.10 {summary['auc']:.4f}")
    if out is not None:
        out.mkdir(parents=True, exist_ok=True)
        evaluation.write_faces(result, faces, out / "faces.csv")
        curves = {"network": result.errors, "mean face": baseline}
        charts.draw_ced(curves, out / "ced.png", limit=0.5)
        charts.draw_worst(result, faces, out / "worst.png")
        console.print(f"faces.csv, ced.png and worst.png in {out}", soft_wrap=True)


@app.command()
def smoke(
    data: Annotated[Path, typer.Option(help="400 painted faces for training, 120 for testing.")],
    out: Annotated[Path, typer.Option(help="For the training's files.")],
    device: Annotated[str, typer.Option(help="auto, cpu or cuda.")] = "auto",
    seed: int = 0,
) -> None:
    """Train for a minute or two and check that the machine trains as it should.

    In float32 and, step by step beside it, in low precision.  On a GPU also: a whole training in
    the precision it takes by default, and the same forward pass as on the CPU.  Exit code 1:
    something is off.
    """
    import torch

    from solution.tools.runs import smoke_run

    if torch.cuda.is_available() and device != "cpu":
        console.print(f"on {torch.cuda.get_device_name()}, torch {torch.__version__}")
    else:
        console.print(f"no GPU in use: the same on the CPU, torch {torch.__version__}")
    table = Table("", "found", "must be", "")
    holds = True
    try:
        for finding in smoke_run.smoke(data, out, device, seed):
            table.add_row(finding.name, finding.figure, finding.bar, "✓" if finding.holds else "✗")
            holds &= finding.holds
    except ERRORS as error:
        raise _told(error) from error
    console.print(table)
    raise typer.Exit(0 if holds else 1)


@app.command()
def compare(
    data: Annotated[Path, typer.Option(help="A WFLW tree, real or painted.")],
    out: Annotated[Path, typer.Option(help="For the trainings' files.")],
    seeds: int = 3,
    device: Annotated[str, typer.Option(help="auto, cpu or cuda.")] = "auto",
) -> None:
    """Train this kit's recipe, the original HRNet's, and the baseline; print NME side by side.

    The same narrow budget for each; hours on a CPU, and continued where it was cut off.
    """
    from solution.tools.runs import comparison

    rows: dict[str, list[str]] = {}
    try:
        for done in comparison.compare(data, out, seeds, device):
            nme = done.evaluation.summary()["nme"]
            pose = done.evaluation.table()["pose"][1]
            rows.setdefault(done.recipe, []).append(f"{100 * nme:.2f} ({100 * pose:.2f})")
            console.print(f"{done.recipe}, seed {done.seed}: {rows[done.recipe][-1]}")
    except ERRORS as error:
        raise _told(error) from error
    table = Table("NME % (pose)", *(f"seed {seed}" for seed in range(seeds)))
    for recipe, figures in rows.items():
        table.add_row(recipe, *figures)
    console.print(table)


@app.command()
def floors(
    data: Annotated[Path, typer.Option(help="A WFLW tree, real or painted.")],
    split: Annotated[Split, typer.Option(help="The list to measure on.")] = "test",
) -> None:
    """Print what coordinates alone cost: the NME of perfect heatmaps, decoded.

    The first line is the original HRNet's way from points to heatmaps and back, the last ours.
    """
    import numpy as np

    from solution.metrics import by_attribute
    from solution.tools import chains
    from solution.wflw import WFLW

    try:
        faces = WFLW(data, split).faces
    except ERRORS as error:
        raise _told(error) from error
    flags = np.stack([np.zeros(6, int) if f.attributes is None else f.attributes for f in faces])
    table = Table(f"{split}: perfect heatmaps, decoded", "NME %", "pose, NME %")
    for name, errors in chains.floors(np.stack([face.points for face in faces])).items():
        means = by_attribute(errors, flags)
        table.add_row(name, *(f"{100 * means[subset][1]:.2f}" for subset in ("full", "pose")))
    console.print(table)
    if all(face.attributes is None for face in faces):
        console.print(f"the {split} list holds no attributes: nobody knows the faces of pose")


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

    from solution.plots import draw_points
    from solution.tools.config import chain_of, load_trained
    from solution.tools.evaluation import predict_face, refuse_box
    from solution.tools.files.photo import read_photo

    try:
        model, config = load_trained(weights)
        pixels = read_photo(image)
        refuse_box(box, pixels.shape[1], pixels.shape[0])
        points = predict_face(model, pixels, np.array(box), config.size, chain_of(config))
    except ERRORS as error:
        raise _told(error) from error
    for x, y in points:
        print(f"{x:.2f} {y:.2f}")
    figure = draw_points(pixels, points)
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        figure.savefig(out)
    except ERRORS as error:
        raise _told(error) from error
    plt.close(figure)
    console.print(f"drawn into {out}", soft_wrap=True)


def _print_statistics(measured: dict) -> None:
    from solution.tools.files.statistics import PUBLISHED

    table = Table("", *measured, "WFLW test")
    for column in table.columns[1:]:
        column.justify = "right"
    for name in next(iter(measured.values())).rows:
        values = [own.rows[name] for own in measured.values()]
        table.add_row(name, *values, PUBLISHED.get(name, ""))
    console.print(table)
