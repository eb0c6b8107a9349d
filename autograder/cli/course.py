"""Commands around a course: build the assignment, fetch submissions, try this machine."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table
from rich.text import Text

from autograder import course
from autograder.cli.app import CORES, Workers, app, console
from autograder.cli.grading import grade_and_tell
from autograder.reports.text.escape import terminal
from autograder.sandbox.layers import require_sandbox
from autograder.sandbox.linux.syscalls import SandboxError


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
    from autograder.assignment import release as building

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
    from autograder.assignment import demo as demonstration

    submissions = demonstration.prepare(out)
    code = grade_and_tell([submissions], out / "demo" / "graded", workers)
    raise typer.Exit(code)


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
    from autograder.submissions import git as fetching

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
def doctor(
    attacks: Annotated[
        bool, typer.Option("--attacks", help="Then try every known attack; takes some minutes.")
    ] = False,
) -> None:
    """Try each layer of the sandbox on this machine, and say what is missing.

    Exit code 0 if grading can start here and no attack achieves anything, else 1.
    """
    from autograder.sandbox.layers import try_layers
    from autograder.sandbox.linux import cgroups

    table = Table("layer", "does", "here", "needed")
    try:
        for layer in try_layers():
            here = Text(f"no: {layer.problem}" if layer.problem else "works")
            table.add_row(layer.name, layer.does, here, layer.remedy if layer.problem else "")
        console.print(table)
        level = require_sandbox(course.load().namespaces_optional)
    except (OSError, ValueError, SandboxError) as error:
        console.print(Text(str(error), style="red"))
        raise typer.Exit(1) from error
    console.print(f"Submissions are graded behind {level}.")
    lacking = cgroups.problem()
    bound = f"looks every 50 ms ({lacking})" if lacking else "a control group (never tried yet)"
    console.print(Text(f"Memory and processes of each as a whole are bounded by {bound}."))
    if attacks:
        _try_attacks(level)


def _try_attacks(level: str) -> None:
    """Run the bank of attacks and print what they achieve.  Raises Exit if that is anything."""
    from autograder.grading import known_answers
    from autograder.proof import attacks

    with console.status("attacking"):
        findings, differences = attacks.run(
            known_answers.load("hostile"), "doctor's own seed", level
        )
    counts = attacks.summary(findings, differences)
    told = ", ".join(f"{name.replace('_', ' ')} {counts[name]}" for name in counts if name != "n")
    console.print(f"{counts['n']} attacks: {told}.")
    achieved = attacks.achieved(findings, differences)
    for text in achieved:
        console.print(Text(terminal(text, 500), style="red"), soft_wrap=True)
    if achieved:
        raise typer.Exit(1)
