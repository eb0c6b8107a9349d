"""The command line: build the assignment, grade submissions."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from autograder import course, grading, intake
from autograder import summary as summaries
from autograder.confine import NONE
from autograder.kernel import NoWall
from autograder.record import Record
from autograder.regrade import Change, earlier_results, settle
from autograder.sinks import terminal
from autograder.wall import require_wall

app = typer.Typer(
    help="Build the landmarks assignment and grade submissions against the reference.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
console = Console()
if not console.is_terminal:
    console.width = 160  # a log has no window to fit

CORES = os.cpu_count() or 1
LINE_SECONDS = 30.0
Paths = Annotated[
    list[Path], typer.Argument(help="Notebooks, or folders of submissions.", show_default=False)
]
Workers = Annotated[int, typer.Option(min=1, help="Judges that work side by side.")]


@app.command()
def grade(
    paths: Paths,
    out: Annotated[Path, typer.Option(help="Where the results go.", show_default=False)],
    workers: Workers = CORES,
    no_wall: Annotated[
        bool, typer.Option("--no-wall", help="Public checks only, without protection.")
    ] = False,
    scheduler: Annotated[
        str, typer.Option(help="Address of a Dask scheduler whose workers grade, tcp://host:8786.")
    ] = "",
    summary: Annotated[
        Path | None,
        typer.Option(help="Append the class table as Markdown, e.g. to $GITHUB_STEP_SUMMARY."),
    ] = None,
) -> None:
    """Grade notebooks, or folders in which each notebook or folder is one submission.

    Writes OUT/scores.csv, a report.json, report.html and report.xml (JUnit) for each student, and
    the full records under OUT/staff/.  After an interruption the same command goes on with the
    rest, and later it grades what is new or changed.  Exit code 0: all were graded; 1: some were
    not; 2: wrong usage.
    """

    def tell(records: list[Record], terms: grading.Terms) -> None:
        if summary is not None:
            summaries.append(summary, summaries.class_table(records))

    raise typer.Exit(grade_and_tell(paths, out, workers, no_wall, scheduler, tell))


def grade_and_tell(
    paths: list[Path],
    out: Path,
    workers: int,
    no_wall: bool = False,
    scheduler: str = "",
    then: Callable[[list[Record], grading.Terms], None] = lambda records, terms: None,
) -> int:
    """Grade, print the table, say where the results are.  Returns the exit code.

    then  is called with the records before the table is printed; may raise ValueError
    """
    try:
        terms = _terms(no_wall)
        submissions = intake.collect(paths)
        if out.exists() and not out.is_dir():
            raise ValueError(f"{out} is a file; OUT must be a folder")
        if not submissions:
            raise ValueError("there is no submission under these paths")
        with Progressing(len(submissions)) as note:
            records = grading.grade(submissions, terms, out, workers, note, scheduler)
        then(records, terms)
    except (OSError, ValueError, NoWall, grading.MachineError) as error:
        console.print(Text(f"error: {error}", style="red"), soft_wrap=True)
        return 2
    except KeyboardInterrupt:
        console.print("Interrupted. What was graded is kept; the same command grades the rest.")
        return 130
    _print_table(records)
    console.print(f"Scores:    {out / 'scores.csv'}", soft_wrap=True)
    console.print(f"Reports:   {out}/<submission>/report.html", soft_wrap=True)
    console.print(f"For staff: {out / 'staff' / 'class.html'}", soft_wrap=True)
    return 0 if all(record.status in ("graded", "partial", "unwalled") for record in records) else 1


def _terms(no_wall: bool = False) -> grading.Terms:
    """From course.toml and this machine.  Raises OSError, ValueError, NoWall."""
    settings = course.load()
    level = NONE if no_wall else require_wall(settings.namespaces_optional)
    return grading.Terms(course.secret_seed(settings), level, settings.waivers)


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


@app.command()
def regrade(
    paths: Paths,
    old: Annotated[Path, typer.Option(help="Folder of the earlier results.", show_default=False)],
    out: Annotated[Path, typer.Option(help="A new folder for the results.", show_default=False)],
    workers: Workers = CORES,
    allow_lower: Annotated[
        bool, typer.Option("--allow-lower", help="Let scores fall, too.")
    ] = False,
) -> None:
    """Grade again, say after a check was mended or waived, and show who gains and who loses.

    OLD stays as it is; hand out OUT once you agree with the differences.  Where the same hand-in
    would get fewer points, its earlier result is put into OUT, unless --allow-lower.
    """
    changes: list[Change] = []

    def compare(records: list[Record], terms: grading.Terms) -> None:
        changes.extend(settle(earlier_results(old, terms.seed), old, records, out, allow_lower))

    if old.resolve() == out.resolve():
        console.print(Text("error: OLD and OUT are the same folder", style="red"))
        raise typer.Exit(2)
    code = grade_and_tell(paths, out, workers, then=compare)
    _print_changes(changes)
    raise typer.Exit(code)


@app.command()
def waive(
    check: Annotated[str, typer.Argument(help="The check, as part.check.", show_default=False)],
    reason: Annotated[str, typer.Option(help="Students read it.", show_default=False)],
) -> None:
    """Give the points of a check that turned out to be unfair to all who tried it.

    The waiver is written into course.toml; delete it there to take it back.  It counts from the
    next grading on: use `regrade`.
    """
    from autograder import waivers

    course_file = course.ROOT / "course.toml"
    try:
        waivers.add(check, reason, course_file)
    except (OSError, ValueError) as error:
        console.print(Text(f"error: {error}", style="red"), soft_wrap=True)
        raise typer.Exit(2) from error
    console.print(f"Written into {course_file.name}. Next: python -m autograder regrade …")


@app.command()
def explain(
    submission: Annotated[
        Path, typer.Argument(help="A notebook, or the folder with it.", show_default=False)
    ],
    check: Annotated[str, typer.Argument(help="The check, as part.check.", show_default=False)],
    out: Annotated[Path, typer.Option(help="Where arrays and pictures go.")] = Path(
        "build/explained"
    ),
) -> None:
    """Run one check on one submission again, and show every case, hidden ones too.

    For staff who decide about an appeal.  Inputs, answers and expected values are saved as .npz.
    """
    from autograder.box import NurseryFailed
    from autograder.explain import explain as run_again

    try:
        cases = run_again(submission, check, _terms(), out)
    except (OSError, ValueError, NoWall, NurseryFailed, grading.MachineError) as error:
        console.print(Text(f"error: {error}", style="red"), soft_wrap=True)
        raise typer.Exit(2) from error
    for case in cases:
        kind = "hidden" if case.hidden else "public"
        verdict = "passed" if case.passed else "failed"
        console.print(Text(f"{kind} case: {case.case}: {verdict}", style="bold"))
        told = [("asked", text) for text in case.asked]
        told += [("expected", case.expected), ("got", case.got), ("why", case.why)]
        told += [("files", ", ".join(map(str, case.files)))]
        for label, text in told:
            if text:
                console.print(Text(f"  {label:<9}{terminal(text, 2000)}"), soft_wrap=True)


@app.command()
def fetch(
    rows: Annotated[
        Path,
        typer.Argument(metavar="LIST", help="CSV: student,repository,commit.", show_default=False),
    ],
    into: Annotated[Path, typer.Option(help="A new folder for them.", show_default=False)],
) -> None:
    """Fetch the notebook and the weights of each commit in a list, for `grade`.

    Exit code 0: all are there; 1: some could not be fetched, and will not be graded; 2: wrong
    usage.
    """
    from autograder import fetch as fetching

    try:
        listed = fetching.read_list(rows)
        fetched = fetching.fetch(listed, into, f"{course.load().assignment}.ipynb")
    except (OSError, ValueError) as error:
        console.print(Text(f"error: {terminal(str(error), 500)}", style="red"))
        raise typer.Exit(2) from error
    table = Table("student", "commit", "result")
    for one in fetched:
        result = ": ".join(filter(None, (one.problem, one.said))) or " ".join(one.notes[1:])
        cells = (one.row.student, one.row.commit, result or "fetched")
        table.add_row(*(Text(terminal(cell, 300)) for cell in cells))
    console.print(table)
    raise typer.Exit(1 if any(one.problem for one in fetched) else 0)


@app.command()
def assignment(
    out: Annotated[Path, typer.Option(help="For the bundle and nbgrader's course folder.")] = Path(
        "build"
    ),
) -> None:
    """Derive the notebooks, nbgrader's release and the student bundle from the reference.

    Writes student/<assignment>.ipynb with a workflow that checks it on GitHub, and under OUT the
    bundle, its zip to publish, and a course folder for nbgrader.  Stops if anything that students
    get gives an answer away.
    """
    from autograder import assignment as building

    try:
        built = building.build(out)
    except RuntimeError as error:
        console.print(Text(f"error: {error}", style="red"))
        raise typer.Exit(1) from error
    for name, path in vars(built).items():
        console.print(f"{name.replace('_', ' '):<14} {path}", soft_wrap=True)


@app.command()
def demo(
    out: Annotated[Path, typer.Option(help="Where everything goes.")] = Path("build"),
    workers: Workers = CORES,
) -> None:
    """Build the assignment and grade the reference, the stub and a realistic hand-in."""
    from autograder import demo as demonstration

    submissions = demonstration.prepare(out)
    code = grade_and_tell([submissions], out / "demo" / "graded", workers)
    raise typer.Exit(code)


@app.command()
def doctor(
    attacks: Annotated[
        bool, typer.Option("--attacks", help="Then try every known attack; takes some minutes.")
    ] = False,
) -> None:
    """Try each layer of the wall on this machine, and say what is missing.

    Exit code 0 if grading can start here and no attack achieves anything, else 1.
    """
    from autograder.wall import layers

    table = Table("layer", "does", "here", "needed")
    try:
        for layer in layers():
            here = Text(f"no: {layer.problem}" if layer.problem else "works")
            table.add_row(layer.name, layer.does, here, layer.remedy if layer.problem else "")
        console.print(table)
        level = require_wall(course.load().namespaces_optional)
    except (OSError, ValueError, NoWall) as error:
        console.print(Text(str(error), style="red"))
        raise typer.Exit(1) from error
    console.print(f"Submissions are graded behind {level}.")
    if attacks:
        _try_attacks(level)


def _try_attacks(level: str) -> None:
    """Run the bank of attacks and print what they achieve.  Raises Exit if that is anything."""
    from autograder import bank, hostile

    with console.status("attacking"):
        findings, differences = hostile.run(bank.load("hostile"), "doctor's own seed", level)
    counts = hostile.summary(findings, differences)
    told = ", ".join(f"{name.replace('_', ' ')} {counts[name]}" for name in counts if name != "n")
    console.print(f"{counts['n']} attacks: {told}.")
    achieved = hostile.achieved(findings, differences)
    for text in achieved:
        console.print(Text(terminal(text, 500), style="red"), soft_wrap=True)
    if achieved:
        raise typer.Exit(1)


def _print_changes(changes: list[Change]) -> None:
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


def _print_table(records: list[Record]) -> None:
    table = Table(box=SIMPLE_HEAD, padding=0)
    table.add_column("submission", overflow="fold", min_width=16)
    table.add_column("status", no_wrap=True)
    is_wide = console.width >= 140  # in a narrow window the points by part are left to the pages
    graded = next((record for record in records if record.parts), None)
    for part in graded.parts if graded and is_wide else []:
        table.add_column(part.id, justify="right", no_wrap=True)
    table.add_column("score", justify="right", no_wrap=True)
    for record in records:
        cells = [Text(terminal(record.submission)), Text(record.status)]
        cells += [Text(str(part.score)) for part in record.parts if is_wide]
        cells += [Text("")] * (len(table.columns) - 1 - len(cells))
        cells.append(Text("" if record.score is None else f"{record.score}/{record.max_score}"))
        table.add_row(*cells)
    console.print(table)
