"""Commands that write grades for a gradebook."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from autograder import course as settings
from autograder.checking import syllabus
from autograder.cli.app import app, complain, console
from autograder.grading import results_folder
from autograder.reports.gradebooks import canvas as for_canvas
from autograder.reports.gradebooks import grades as joining
from autograder.reports.gradebooks import moodle as for_moodle
from autograder.reports.gradebooks import tidy
from autograder.reports.gradebooks.grades import Grades
from autograder.reports.text.escape import terminal
from autograder.submissions.arrival import roster as rosters

export = typer.Typer(
    help="Write the grades for a gradebook: of Canvas, of Moodle, as a plain table; or a grader "
    "for Gradescope.",
    no_args_is_help=True,
)
app.add_typer(export, name="export")

_Results = Annotated[Path, typer.Argument(help="A folder of results.", show_default=False)]
_Roster = Annotated[
    Path, typer.Option(help="CSV of all students, with a column id.", show_default=False)
]
_Out = Annotated[
    Path | None,
    typer.Option(help="Folder for what is written; RESULTS/staff unless told.", show_default=False),
]


@export.command()
def canvas(
    results: _Results,
    roster: _Roster,
    out: _Out = None,
    column: Annotated[
        str,
        typer.Option(
            help="The assignment's heading in Canvas's own export, such as 'Homework 3 (4711)'; "
            "under a heading that Canvas does not know it proposes a new assignment."
        ),
    ] = syllabus.title(),
) -> None:
    """Write canvas.csv for Canvas: Grades, Import.

    Canvas finds students by the roster's canvas_id, sis_id or login.  Who has no grade has a
    blank; who handed in nothing has no line.  Exit code 1 if a result is of nobody in the roster,
    or a student has none of the three.
    """

    def write(grades: Grades, folder: Path) -> list[str]:
        path = folder / "canvas.csv"
        results_folder.write_text(path, for_canvas.gradebook(grades, column))
        _written(path)
        names = for_canvas.only_by_name(grades)
        return _told("Without canvas_id, sis_id and login, so found by name at best", names)

    raise typer.Exit(_export(results, roster, out, write))


@export.command()
def moodle(results: _Results, roster: _Roster, out: _Out = None) -> None:
    """Write moodle.csv for Moodle: Grades, Import; and moodle-feedback.zip with all reports.

    In the import, map one of the first columns to find students by, and both Grade and Feedback.
    The zip is for the assignment's "Upload multiple feedback files in a zip".  Who handed in
    nothing has no line.  Exit code 1 if a result is of nobody in the roster, or its report has no
    place in the zip: that needs Moodle's own download, or the roster's moodle_participant.
    """

    def write(grades: Grades, folder: Path) -> list[str]:
        path = folder / "moodle.csv"
        results_folder.write_text(path, for_moodle.gradebook(grades))
        archive = folder / "moodle-feedback.zip"
        without = for_moodle.feedback_zip(grades, results, archive)
        _written(path)
        _written(archive)
        return _told("No folder known in Moodle's download, so not in the zip", without)

    raise typer.Exit(_export(results, roster, out, write))


@export.command()
def csv(results: _Results, roster: _Roster, out: _Out = None) -> None:
    """Write grades.csv: all columns of the roster, status, score, and the points by part.

    Exit code 1 if a result is of nobody in the roster; it stands at the end.
    """

    def write(grades: Grades, folder: Path) -> list[str]:
        path = folder / "grades.csv"
        results_folder.write_text(path, tidy.table(grades))
        _written(path)
        return []

    raise typer.Exit(_export(results, roster, out, write))


@export.command()
def gradescope(
    out: Annotated[Path, typer.Option(help="The zip that is written.")] = Path(
        "build/gradescope.zip"
    ),
) -> None:
    """Build an autograder for Gradescope, which then grades each submission itself.

    Upload the zip under Configure Autograder, and choose a container of at least 6 GB of memory.
    It holds the reference and the course's secret seed: Gradescope shows it to staff alone, and
    so should you.
    """
    from autograder.assignment.gradescope import archive

    try:
        archive.write(out, settings.load())
    except (OSError, ValueError) as error:
        complain(error)
        raise typer.Exit(2) from error
    _written(out)


def _export(
    results: Path, roster: Path, out: Path | None, write: Callable[[Grades, Path], list[str]]
) -> int:
    """Write into the folder, and tell what is not as it should be.  Returns the exit code."""
    folder = out or results / results_folder.STAFF
    try:
        grades = _grades(results, roster)
        folder.mkdir(parents=True, exist_ok=True)
        told = write(grades, folder)
    except (OSError, ValueError) as error:
        complain(error)
        return 2
    told += _told("Of nobody in the roster", list(grades.strangers["submission"]))
    for line in told:
        console.print(Text(line, style="yellow"), soft_wrap=True)
    missing = grades.table.loc[grades.table["status"] == joining.MISSING, "name"]
    blank = grades.handed_in["score"].isna().sum()
    console.print(
        f"{len(grades.handed_in)} students with a result, {blank} of them without a grade; "
        f"{len(missing)} handed in nothing."
    )
    return 1 if told else 0


def _grades(results: Path, roster: Path) -> Grades:
    """Raises OSError and ValueError."""
    listed = rosters.read(roster)
    owners = {
        folder: [student.id for student in own]
        for folder, own in results_folder.read_students(results).items()
    }
    records = []
    for slug in dict.fromkeys(row["folder"] for row in results_folder.read_class(results)):
        record = results_folder.read(results, slug)
        if record is None:
            raise ValueError(f"{results} holds no record of {slug}, which scores.csv lists")
        records.append(record.brief())
    return joining.join(listed, records, owners)


def _written(path: Path) -> None:
    console.print(f"Written: {path}", soft_wrap=True)


def _told(what: str, names: list[str]) -> list[str]:
    return [f"{what}: {', '.join(terminal(name, 100) for name in names)}"] if names else []
