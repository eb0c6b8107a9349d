"""Commands for those who maintain the kit: what proves the checks, and what grading costs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.table import Table
from rich.text import Text

from autograder import course
from autograder.checking import syllabus
from autograder.cli.app import CORES, Workers, app, console
from autograder.sandbox.layers import require_sandbox

_COLUMNS = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())


@app.command()
def proof(
    out: Annotated[Path, typer.Option(help="Where the graded banks and proof.json go.")] = Path(
        "build"
    ),
    workers: Workers = CORES,
    part: Annotated[
        str, typer.Option(help="Only this part's answers in its own checks; no attacks.")
    ] = "",
) -> None:
    """Grade the reference, the stub and the banks of right, wrong and hostile answers; print all.

    Exit code 0 if every answer came out as its header promises and no attack achieved anything,
    else 1.  What attacks achieved stands in OUT/hostile.json.
    """
    from autograder.proof import bank as proving

    settings = course.load()
    level = require_sandbox(settings.namespaces_optional)
    summary, verdicts = proving.prove(
        out, course.secret_seed(settings), workers, level, _known(part)
    )
    table = Table("answer", "part", "promised to lose", "lost", "hint")
    for verdict in verdicts:
        lost = ", ".join(sorted(verdict.lost | verdict.lost_elsewhere)) or "–"
        told = "right" if verdict.right_hint else "none"
        told = "wrong" if verdict.wrong_hint else told
        table.add_row(
            verdict.answer.name,
            verdict.answer.part,
            ", ".join(sorted(verdict.answer.loses)) or "–",
            lost if verdict.as_promised else f"[red]{lost}[/red]",
            told if verdict.answer.hint or verdict.hints else "–",
        )
    console.print(table)
    console.print_json(data=summary)
    for line in proving.surprises(verdicts):
        console.print(Text(f"not as promised: {line}", style="red"), soft_wrap=True)
    raise typer.Exit(0 if proving.holds(summary, verdicts) else 1)


def _known(part: str) -> str:
    """Raises BadParameter, which names the parts there are, if there is no such part."""
    ids = [known.id for known in syllabus.parts()]
    if part and part not in ids:
        raise typer.BadParameter(f"there is no part {part!r}; the parts are {', '.join(ids)}")
    return part


@app.command()
def parity(
    out: Annotated[Path, typer.Option(help="Where parity.json goes.")] = Path("build"),
    workers: Workers = CORES,
) -> None:
    """Run many ways to write a notebook in a real kernel and through the grader; compare verdicts.

    Exit code 0 if every public check says the same in both, else 1.
    """
    from autograder.proof.parity import measure

    raise typer.Exit(measure.main(["--out", str(out / "parity.json"), "--workers", str(workers)]))


@app.command()
def mutants(
    part: Annotated[
        list[str] | None, typer.Option(help="Only this part; may be repeated.", show_default=False)
    ] = None,
    minutes: Annotated[float, typer.Option(help="No mutant is begun after these.")] = 20,
    out: Annotated[Path, typer.Option(help="Where mutants.json goes.")] = Path("build"),
    seed: Annotated[str, typer.Option(help="Draws the cases, and the order.")] = "mutants",
) -> None:
    """Put small mistakes into the reference, one at a time: does its part's checks notice?

    Exit code 0 if every survivor is explained in tests/mutants_explained.toml, else 1.
    """
    from autograder.proof.mutants import hunting

    chosen = part or hunting.PARTS
    if unknown := set(chosen) - set(hunting.PARTS):
        raise typer.BadParameter(f"{', '.join(unknown)} is none of {', '.join(hunting.PARTS)}")
    with Progress(*_COLUMNS, console=console, transient=True) as bar:
        task = bar.add_task("mutants", total=None)
        fates, count = hunting.hunt(chosen, minutes, seed, lambda fate: bar.advance(task))
    table = Table("part", "tried", "killed", "survivors explained", "not explained")
    for id in chosen:
        own = [fate for fate in fates if fate.mutant.part == id]
        killed = sum(bool(fate.killed) for fate in own)
        open_ones = sum(fate.unexplained for fate in own)
        table.add_row(*map(str, (id, len(own), killed, len(own) - killed - open_ones, open_ones)))
    survivors = [fate for fate in fates if fate.unexplained]
    for fate in sorted(survivors, key=lambda fate: (fate.mutant.file, fate.mutant.line)):
        mutant = fate.mutant
        console.print(f"{mutant.file}:{mutant.line} {mutant.function}", style="bold")
        console.print(Text(f"- {mutant.before}", style="red"), soft_wrap=True)
        console.print(Text(f"+ {mutant.after}", style="green"), soft_wrap=True)
    console.print(table)
    console.print(f"{len(fates)} of {count} mutants tried; seed {seed!r}")
    hunting.write(fates, out / "mutants.json")
    stale = hunting.Reasons().stale()
    for entry in stale:
        console.print(Text(f"no such mutant any more: {entry}", style="red"), soft_wrap=True)
    raise typer.Exit(1 if survivors or stale else 0)


@app.command()
def tolerances(
    part: Annotated[
        list[str] | None, typer.Option(help="Only this part; may be repeated.", show_default=False)
    ] = None,
    out: Annotated[Path, typer.Option(help="Where tolerances.json and .md go.")] = Path("build"),
) -> None:
    """Measure every tolerance: how far right answers are off, how far the nearest wrong ones.

    Exit code 0 if each is 10 times the one and a tenth of the other, or has a reason in
    tests/tolerances_explained.toml, else 1.
    """
    from autograder.proof import tolerances as measuring

    chosen = part or measuring.PARTS
    if unknown := set(chosen) - set(measuring.PARTS):
        raise typer.BadParameter(f"{', '.join(unknown)} is none of {', '.join(measuring.PARTS)}")
    with console.status("measuring") as status:
        rows = measuring.measure(
            chosen, ("a", "b"), lambda name: status.update(Text(f"measuring {name}"))
        )
    table = Table(*measuring.HEADINGS)
    for row in rows:
        table.add_row(*map(Text, measuring.cells(row)), style="red" if row.unexplained else "")
    console.print(table)
    measuring.write(rows, out)
    console.print(f"{len(rows)} tolerances; {sum(r.unexplained for r in rows)} without a reason")
    raise typer.Exit(1 if any(row.unexplained for row in rows) else 0)


@app.command()
def bench(
    out: Annotated[Path, typer.Option(help="Where bench.json and bench.md go.")] = Path(
        "build/bench"
    ),
    large: Annotated[bool, typer.Option("--large", help="Also grade a class of 1,000.")] = False,
    otter: Annotated[
        Path | None, typer.Option(help="otter's program, where it is not on PATH.")
    ] = None,
) -> None:
    """What grading costs here: beside nbgrader and otter, for whole classes, and with the sandbox.

    Takes about half an hour, on a machine that does nothing else meanwhile.
    """
    from autograder.proof.bench import other_graders, timing

    found = other_graders.find_otter(otter)
    with console.status("measuring") as status:
        about = timing.machine(found)
        tables = timing.measure(
            require_sandbox(course.load().namespaces_optional),
            *(CORES, found, large),
            say=lambda text: status.update(Text(text)),
        )
    for table in tables:
        shown = Table(*table.rows[0], title=table.title)
        for row in table.rows:
            shown.add_row(*map(timing.shown, row.values()))
        console.print(shown)
        for note in table.notes:
            console.print(Text(note))
    timing.write(tables, about, out)
    console.print(f"Written: {out / 'bench.json'}, {out / 'bench.md'}", soft_wrap=True)
