"""Commands that grade: a class, again after a mended check, one check for an appeal."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from autograder import course
from autograder.cli import attendance, tables
from autograder.cli.app import CORES, Paths, Workers, app, complain, console
from autograder.grading import batch, waivers
from autograder.grading.regrade import Change, earlier_results, settle
from autograder.grading.workers import MachineError, Source, Terms, source
from autograder.reports.class_markdown import class_table
from autograder.reports.record import Record
from autograder.reports.text import markdown
from autograder.reports.text.escape import terminal
from autograder.sandbox.confinement import NONE
from autograder.sandbox.layers import require_sandbox
from autograder.sandbox.linux.syscalls import SandboxError

_STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_USUAL = (signal.SIG_DFL, signal.default_int_handler)  # others were chosen, by nohup for example


_Roster = Annotated[
    Path | None,
    typer.Option(help="CSV of all students, with a column id: whose is what, and who is missing."),
]


@app.command()
def grade(
    paths: Paths,
    out: Annotated[
        Path | None,
        typer.Option(help="Where the results go; --dry-run needs none.", show_default=False),
    ] = None,
    workers: Workers = CORES,
    roster: _Roster = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only list who handed in what, and stop.")
    ] = False,
    no_sandbox: Annotated[
        bool, typer.Option("--no-sandbox", help="Public checks only, without protection.")
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

    PATHS may be what Moodle, Canvas, Gradescope or nbgrader hand out, unpacked.  With --roster
    each result has its student's name, and of several hand-ins of one student the last is graded.
    With --dry-run the exit code is 1 if a hand-in is of nobody in the roster, or one of several.
    """
    if dry_run:
        raise typer.Exit(_list(paths, roster, out))
    if out is None:
        raise typer.BadParameter("say with --out where the results go, or give --dry-run")

    def tell(records: list[Record], terms: Terms) -> None:
        if summary is not None:
            markdown.append(summary, class_table(records))

    raise typer.Exit(grade_and_tell(paths, out, workers, no_sandbox, scheduler, tell, roster))


def _list(paths: list[Path], roster: Path | None, out: Path | None) -> int:
    """List who handed in what.  Returns the exit code."""
    try:
        found = attendance.take(paths, roster, out)
    except (OSError, ValueError) as error:
        complain(error)
        return 2
    attendance.print_list(found)
    return 0 if found.is_clear else 1


def grade_and_tell(
    paths: list[Path],
    out: Path,
    workers: int,
    no_sandbox: bool = False,
    scheduler: str = "",
    then: Callable[[list[Record], Terms], None] = lambda records, terms: None,
    roster: Path | None = None,
) -> int:
    """Grade, print the table, say where the results are.  Returns the exit code.

    then    is called with the records before the table is printed; may raise ValueError
    roster  tells whose the submissions are
    """
    try:
        terms = _terms(no_sandbox)
        found = attendance.take(paths, roster, out)
        if out.exists() and not out.is_dir():
            raise ValueError(f"{out} is a file; OUT must be a folder")
        with _stopped_once(), tables.Progressing(len(found.graded)) as note:
            who = _cluster(scheduler) if scheduler else source(workers)
            records = batch.grade(found.graded, terms, out, who, note)
        then(records, terms)
    except (OSError, ValueError, SandboxError, MachineError) as error:
        complain(error)
        return 2
    except KeyboardInterrupt:
        console.print("Interrupted. What was graded is kept; the same command grades the rest.")
        return 130
    tables.print_records(records, found.names)
    attendance.print_summary(found)
    console.print(f"Scores:    {out / 'scores.csv'}", soft_wrap=True)
    console.print(f"Reports:   {out}/<submission>/report.html", soft_wrap=True)
    console.print(f"For staff: {out / 'staff' / 'class.html'}", soft_wrap=True)
    graded = ("graded", "partial", "unsandboxed")
    return 0 if all(record.status in graded for record in records) else 1


@contextmanager
def _stopped_once() -> Iterator[None]:
    """Let whatever ends a program end a grading as Ctrl-C does, and let it come to that end.

    A second signal, as from `timeout` or a CI run that is cancelled, would break off the writing
    of what is finished, or what is told at the end: after the first one all are ignored for good.
    """
    own = {number: signal.getsignal(number) for number in _STOPPING}
    own = {number: handler for number, handler in own.items() if handler in _USUAL}

    def stop(*_: object) -> None:
        for number in own:
            signal.signal(number, signal.SIG_IGN)
        raise KeyboardInterrupt

    for number in own:
        signal.signal(number, stop)
    try:
        yield
    finally:
        for number, handler in own.items():
            if signal.getsignal(number) is stop:
                signal.signal(number, handler)


def _cluster(scheduler: str) -> Source:
    from autograder.grading import cluster  # an optional extra, which says what is missing

    return cluster.source(scheduler)


def _terms(no_sandbox: bool = False) -> Terms:
    """From course.toml and this machine.  Raises OSError, ValueError, SandboxError."""
    settings = course.load()
    level = NONE if no_sandbox else require_sandbox(settings.namespaces_optional)
    return Terms(course.secret_seed(settings), level, settings.waivers)


@app.command()
def regrade(
    paths: Paths,
    old: Annotated[Path, typer.Option(help="Folder of the earlier results.", show_default=False)],
    out: Annotated[Path, typer.Option(help="A new folder for the results.", show_default=False)],
    workers: Workers = CORES,
    allow_lower: Annotated[
        bool, typer.Option("--allow-lower", help="Let scores fall, too.")
    ] = False,
    roster: _Roster = None,
) -> None:
    """Grade again, say after a check was mended or waived, and show who gains and who loses.

    OLD stays as it is; hand out OUT once you agree with the differences.  Where the same hand-in
    would get fewer points, its earlier result is put into OUT, unless --allow-lower.  A part whose
    checks have not changed keeps its earlier result, too, so that no answer gets a second draw.
    """
    changes: list[Change] = []

    def compare(records: list[Record], terms: Terms) -> None:
        earlier = earlier_results(old, terms.seed)
        changes.extend(settle(earlier, old, records, out, allow_lower, terms.waivers))

    if old.resolve() == out.resolve():
        console.print(Text("error: OLD and OUT are the same folder", style="red"))
        raise typer.Exit(2)
    code = grade_and_tell(paths, out, workers, then=compare, roster=roster)
    tables.print_changes(changes)
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
    course_file = course.ROOT / "course.toml"
    try:
        waivers.add(check, reason, course_file)
    except (OSError, ValueError) as error:
        complain(error)
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
    from autograder.grading.appeals import explain as run_again
    from autograder.sandbox.client import ForkServerError

    try:
        cases = run_again(submission, check, _terms(), out)
    except (OSError, ValueError, SandboxError, ForkServerError, MachineError) as error:
        complain(error)
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
