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


def _print_statistics(measured: dict) -> None:
    from solution.statistics import PUBLISHED

    table = Table("", *measured, "WFLW test")
    for column in table.columns[1:]:
        column.justify = "right"
    for name in next(iter(measured.values())).rows:
        values = [own.rows[name] for own in measured.values()]
        table.add_row(name, *values, PUBLISHED.get(name, ""))
    console.print(table)
