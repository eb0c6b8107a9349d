"""In words: why a statement failed, and where a name stands that no statement defines."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import PurePath

from autograder.checking.namespace import MissingNameError
from autograder.submissions.reader.cells import Cell
from autograder.submissions.reader.magics import Python

NOT_OURS = (
    "the notebook defines none of the names that this assignment asks for; "
    "is it the notebook of another one?"
)


SHELL = "shell lines do not run at grading"


def words(error: BaseException, where: str, shell: Iterable[tuple[int, str]] = ()) -> str:
    """Say why a statement failed.

    shell  what the notebook hands to a shell, each with the number of its code cell
    """
    if isinstance(error, MissingNameError):
        return error.why
    if isinstance(error, ModuleNotFoundError) and error.name:
        return _module(error.name, where)
    if isinstance(error, FileNotFoundError) and error.filename:
        return f"the file {_short(error.filename)} is not here ({where})" + _made(error, shell)
    if isinstance(error, SyntaxError):
        return f"there is a syntax error in {where}: {_short(error)}"
    return f"{where} raised {type(error).__name__}: {_short(error)}"


def out_of_time(where: str, seconds: float) -> str:
    """Say that a statement did not come to an end."""
    return f"{where} did not come to an end within {seconds:.0f} s"


def _made(error: FileNotFoundError, shell: Iterable[tuple[int, str]]) -> str:
    name = PurePath(_short(error.filename)).name
    pattern = re.compile(rf"(?<![\w.-]){re.escape(name)}(?![\w-])") if name else None
    for cell, text in shell:
        if pattern and pattern.search(text):
            return f": code cell {cell} makes it, but {SHELL}"
    return ""


def shell_text(source: str, python: Python) -> str:
    """Return what a code cell hands to a shell: its `!` lines, or all below `%%bash`."""
    if python.dropped:
        return source
    return "\n".join(re.findall(r"^\s*(?:\w+\s*=\s*)?[!%](?!%)(.*)$", source, re.MULTILINE))


def _module(name: str, where: str) -> str:
    root = name.split(".")[0]
    if root in sys.modules and "." in name:
        return f"the {root} that is installed here has no {name} ({where})"
    return f"{root} is not installed here, and no cell writes {root}.py ({where})"


def _short(value: object) -> str:
    try:
        return str(value)[:300]
    except Exception:
        return "(its text cannot be read)"


def elsewhere(name: str, cells: Iterable[Cell], python: dict[int, Python]) -> str:
    """Say where a name is defined that no statement of the notebook defines; "" if nowhere.

    cells   all cells of the notebook
    python  code cells by number, as `magics.to_python` gives them
    """
    return next(_places(name, cells, python), "")


def _places(name: str, cells: Iterable[Cell], python: dict[int, Python]) -> Iterator[str]:
    defined = re.compile(rf"^(?:async def|def|class) +{re.escape(name)}\b", re.MULTILINE)
    indented = re.compile(rf"^[ \t]+(?:async def|def|class) +{re.escape(name)}\b", re.MULTILINE)
    cells = list(cells)
    for cell in cells:
        if cell.kind != "code" and (defined.search(cell.source) or indented.search(cell.source)):
            yield (
                f"no code cell defines it, but a {cell.kind.capitalize()} cell does "
                f"(cell {cell.number} of the notebook): change its type to code"
            )
    for cell in cells:
        if cell.kind != "code" or not defined.search(cell.source):
            continue
        known = python[cell.number]
        if known.file:
            yield (
                f"code cell {cell.number} writes its definition to the file {known.file}, "
                "and no cell imports it from there"
            )
        elif known.dropped:
            yield (
                f"code cell {cell.number} defines it under {known.dropped}, "
                "which leaves nothing behind in the notebook"
            )
    for cell in cells:
        if cell.kind == "code" and (match := indented.search(cell.source)):
            line = cell.source[: match.start()].count("\n") + 1
            yield (
                f"code cell {cell.number}, line {line} defines it inside something else; "
                "it has to begin at the left margin"
            )
