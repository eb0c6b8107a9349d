"""Command line: python -m data_stub --out DIR --train N --test M --seed S [--workers K]."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress

from data_stub.dataset import OutputError, write_dataset


def main(
    out: Annotated[Path, typer.Option(help="New folder for the set; must not hold anything yet.")],
    train: Annotated[int, typer.Option(min=0, help="Training faces (WFLW: 7500).")] = 7500,
    test: Annotated[int, typer.Option(min=0, help="Test faces (WFLW: 2500).")] = 2500,
    seed: Annotated[int, typer.Option(min=0, help="Same seed and libraries, same bytes.")] = 0,
    workers: Annotated[int, typer.Option(min=1, help="Processes; the result is the same.")] = 1,
) -> None:
    """Paint a set of faces with 98 points each, in the layout of the WFLW data set.

    The folder gets WFLW_images/ and WFLW_annotations/ and can stand wherever the real WFLW
    would. It appears under its name only when it is whole.

    Example: python -m data_stub --out /tmp/faces --train 200 --test 50 --seed 1 --workers 2
    """
    console = Console(stderr=True)
    try:
        with Progress(console=console) as bar:
            task = bar.add_task("painting", total=train + test)
            write_dataset(out, train, test, seed, workers, lambda n: bar.advance(task, n))
    except OutputError as error:
        console.print(f"[red]error:[/red] {error}", soft_wrap=True, highlight=False)
        raise typer.Exit(2) from None
    console.print(f"{train} + {test} faces in {out}", highlight=False)


if __name__ == "__main__":
    typer.run(main)
