"""What all commands share: the application, its console, common options."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.text import Text

from autograder.reports.text.escape import terminal

app = typer.Typer(
    help="Build the assignment and grade submissions against the reference.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
console = Console()
if not console.is_terminal:
    console.width = 160  # a log has no window to fit

CORES = os.cpu_count() or 1
Paths = Annotated[
    list[Path], typer.Argument(help="Notebooks, or folders of submissions.", show_default=False)
]
Workers = Annotated[int, typer.Option(min=1, help="Judges that work side by side.")]


def complain(error: BaseException) -> None:
    """Print an error, which may name files of students, in red."""
    lines = "\n".join(terminal(line, 2000) for line in f"error: {error}".split("\n"))
    console.print(Text(lines, style="red"), soft_wrap=True)
