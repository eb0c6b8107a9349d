"""roster.csv: who takes part, read as text, so that no leading zero is lost.

Columns are separated by commas, semicolons or tabs; their names may be written in any case.  What
is wrong is told with its line.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, fields
from pathlib import Path

import pandas as pd

from autograder.submissions.arrival.student import Student

# Each of these names one student at most.
IDENTIFYING = (*("id", "email", "login", "sis_id", "canvas_id", "moodle_id", "moodle_participant"),)
KNOWN = tuple(field.name for field in fields(Student))
_SEPARATORS = ",;\t"


@dataclass(frozen=True)
class Roster:
    """The students, and the whole table: all known columns, then the others as they are."""

    path: Path
    students: tuple[Student, ...]
    table: pd.DataFrame


def read(path: Path) -> Roster:
    """Raises OSError, or ValueError naming file, line and what to do."""
    table = _with_header(path, _cells(path))
    if table.empty:
        raise ValueError(f"{path} lists nobody; write a line for each student below the first")
    for problem in _problems(table):
        raise ValueError(f"{path}, {problem}")
    known = table[list(KNOWN)].assign(extra_days=table["extra_days"].replace("", "0").astype(int))
    students = tuple(Student(**row) for row in known.to_dict("records"))
    return Roster(path, students, table.reset_index(drop=True))


def _cells(path: Path) -> pd.DataFrame:
    """All cells as text without blanks around it, with the line of the file as index."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise ValueError(
            f"{path} is not in UTF-8; save it anew as “CSV UTF-8” (in Excel: Save As)"
        ) from error
    first = text.partition("\n")[0]
    try:
        cells = pd.read_csv(
            path,
            sep=max(_SEPARATORS, key=first.count),
            header=None,  # or a line that is too long would shift all its cells
            dtype=str,
            keep_default_na=False,  # some people are called Null, or NA
            skip_blank_lines=False,
            encoding="utf-8-sig",
        ).fillna("")
    except pd.errors.EmptyDataError as error:
        raise ValueError(f"{path} is empty; its first line must name the columns") from error
    except pd.errors.ParserError as error:
        raise ValueError(
            f"{path} cannot be read as CSV ({str(error).strip()}); put a text that holds the "
            "separator between quotes"
        ) from error
    breaks = cells.apply(lambda column: column.str.count("\n")).sum(axis=1)
    cells.index = pd.Index(1 + cells.index + breaks.cumsum().shift(fill_value=0))
    return cells.map(lambda cell: unicodedata.normalize("NFC", cell).strip())


def _with_header(path: Path, cells: pd.DataFrame) -> pd.DataFrame:
    """The table below its first line, without empty lines, known columns first."""
    heads = [_known_name(head) for head in cells.iloc[0]]
    named = [head for head in heads if head]
    if twice := {head for head in named if named.count(head) > 1}:
        raise ValueError(
            f"{path}, line 1: two columns are called {', '.join(sorted(twice))}; rename one"
        )
    if "id" not in named:
        raise ValueError(
            f"{path}, line 1: there is no column id, only {', '.join(named) or 'empty cells'}; "
            "the first line must name the columns, and id must be among them"
        )
    table = cells.iloc[1:].set_axis(heads, axis=1)
    table = table.loc[(table != "").any(axis=1), named]
    others = [head for head in named if head not in KNOWN]
    return table.reindex(columns=[*KNOWN, *others], fill_value="")


def _known_name(head: str) -> str:
    """`E-Mail` and `Canvas ID` are email and canvas_id; other heads stay as they are."""
    plain = head.lower().replace("-", "_").replace(" ", "_")
    plain = {"e_mail": "email"}.get(plain, plain)
    return plain if plain in KNOWN else head


def _problems(table: pd.DataFrame) -> Iterator[str]:
    """What is wrong, beginning with the line."""
    for line in table.index[table["id"] == ""]:
        yield f"line {line}: the id is empty; give each student one"
    for column in IDENTIFYING:
        given = table.loc[table[column] != "", column]
        folded = given.str.casefold()
        for line in folded.index[folded.duplicated()]:
            first = folded.index[folded == folded[line]][0]
            yield (
                f"line {line}: the {column} {given[line]} stands in line {first} already; each "
                "student needs their own, so correct one or remove a line"
            )
    for line, days in table["extra_days"].items():
        if days and not (days.isascii() and days.isdigit() and len(days) < 4):
            yield f"line {line}: extra_days is {days!r}; write a whole number of days, or nothing"
