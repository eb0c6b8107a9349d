"""What commands that grade show on the way and in the end."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping

from rich.box import SIMPLE_HEAD
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from autograder.cli.app import console
from autograder.grading.regrade import Change
from autograder.reports.record import Record
from autograder.reports.text.escape import terminal

LINE_SECONDS = 30.0


class Progressing:
    """A bar with the time that is left; where there is no terminal, a line now and then."""

    def __init__(self, total: int) -> None:
        columns = (TextColumn("grading"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        self._bar = Progress(*columns, console=console, transient=True)
        self._task = self._bar.add_task("", total=total)
        self._told = time.monotonic()

    def __enter__(self) -> Callable[[Record], None]:
        self._bar.start()
        return self._note

    def __exit__(self, *_: object) -> None:
        self._bar.stop()

    def _note(self, record: Record) -> None:
        self._bar.advance(self._task)
        if not console.is_terminal and time.monotonic() - self._told > LINE_SECONDS:
            self._told = time.monotonic()
            task = self._bar.tasks[0]
            left = task.time_remaining
            remaining = "" if left is None else f", about {left / 60:.0f} min left"
            console.print(f"{task.completed:.0f} of {task.total:.0f} graded{remaining}")


def print_changes(changes: list[Change]) -> None:
    table = Table("submission", "before", "now", "", "parts", title="Differences")
    for change in changes:
        if change.what != "same":
            scores = ["" if score is None else str(score) for score in (change.old, change.new)]
            parts = [f"{part} {old} → {new}" for part, (old, new) in change.parts.items()]
            name = terminal(change.submission)
            table.add_row(*map(Text, (name, *scores, change.what, ", ".join(parts))))
    console.print(table)
    same = sum(change.what == "same" for change in changes)
    console.print(f"{same} of {len(changes)} scores are the same.")
    if any(change.what == "kept" for change in changes):
        console.print("kept: the new score would be lower; --allow-lower lets it fall.")


def print_records(records: list[Record], names: Mapping[str, str]) -> None:
    """Names, by folder, stand in the place of what was handed in, where they are known."""
    table = Table(box=SIMPLE_HEAD, padding=0)
    table.add_column("student" if names else "submission", overflow="fold", min_width=16)
    table.add_column("status", no_wrap=True)
    is_wide = console.width >= 140  # in a narrow window the points by part are left to the pages
    graded = next((record for record in records if record.parts), None)
    for part in graded.parts if graded and is_wide else []:
        table.add_column(part.id, justify="right", no_wrap=True)
    table.add_column("score", justify="right", no_wrap=True)
    for record in records:
        name = names.get(record.slug, record.submission)
        cells = [Text(terminal(name)), Text(record.status)]
        cells += [Text(str(part.score)) for part in record.parts if is_wide]
        cells += [Text("")] * (len(table.columns) - 1 - len(cells))
        cells.append(Text("" if record.score is None else f"{record.score}/{record.max_score}"))
        table.add_row(*cells)
    console.print(table)
