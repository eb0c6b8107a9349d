"""A bank of ways to write a notebook: small files, each set into the reference's notebook.

    shows: state that a call makes through `global`
    touches: flip

    # %% before flip_permutation
    def init():
        ...
    # %% replace flip_permutation
    def flip_permutation():
        return PERM.copy()

A cell begins with `# %%` and where it goes: `before`, `after`, `replace` or `inside` a cell of
the notebook, `top` or `end`.  A cell is named by its answer or by its id.  `inside` puts lines
below the docstring of an answer; `<<name>>` stands for the reference's answer.
"""

from __future__ import annotations

import ast
import json
import re
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from autograder import course
from autograder.assignment.release import instructor_notebook
from autograder.checking import syllabus
from autograder.grading.known_answers import BANKS

FOLDER = BANKS / "notebooks"
_CELL = re.compile(r"^# %%(?!\w| *$) *(before|after|replace|inside|top|end) *([\w-]*) *$")


@dataclass
class Variation:
    """One file of the bank.

    touches  the parts whose checks are compared
    cells    (where, of what, text)
    """

    name: str
    shows: str
    touches: tuple[str, ...]
    cells: list[tuple[str, str, str]] = field(default_factory=list)


def load(folder: Path = FOLDER) -> list[Variation]:
    """Return the whole bank.  Raises ValueError naming a file that is not in its form."""
    return [_read(path) for path in sorted(folder.glob("*.txt"))]


def _read(path: Path) -> Variation:
    fields: dict[str, str] = {}
    cells: list[tuple[str, str, list[str]]] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if match := _CELL.match(line):
            cells.append((match[1], match[2], []))
        elif cells:
            cells[-1][2].append(line)
        elif ":" in line:
            key, text = line.split(":", 1)
            fields[key.strip()] = text.strip()
    touches = tuple(fields.get("touches", "").replace(",", " ").split())
    known = {part.id for part in syllabus.parts()}
    if "shows" not in fields or not touches or not known.issuperset(touches) or not cells:
        raise ValueError(f"{path}: wants `shows:`, `touches:` with parts' ids, and cells")
    texts = [(where, what, "\n".join(lines).strip("\n")) for where, what, lines in cells]
    return Variation(path.stem, fields["shows"], touches, texts)


@cache
def _base() -> tuple[tuple[str, str], ...]:
    """The reference's code cells by id, without those that only draw, and without the last part's
    training: what a notebook's answers stand on."""
    cells = [cell for cell in instructor_notebook(course.load()).cells if cell.cell_type == "code"]
    parts = {part.id for part in syllabus.parts()}
    kept = [
        (cell.id, cell.source)
        for cell in cells
        if cell.id in parts
        or cell.id in ("environment", "imports")
        or cell.id.endswith("-imports")
        or cell.id.startswith(("answer-", "given-"))
    ]
    return tuple(kept)


def source(name: str) -> str:
    """Return the cell of an answer, or the cell of this id, as the reference has it.

    Raises ValueError if there is none.
    """
    for own, text in _base():
        if own in (name, f"answer-{name}"):
            return text
    raise ValueError(f"the notebook has no cell {name}")


def build(variation: Variation, collect: str = "") -> list[str]:
    """Return the code cells of a notebook written in this way.

    collect  a cell to put in the place of each check of the parts that are touched, with {part}
             in it; the other checks are left out
    """
    cells = [[own, text] for own, text in _base()]
    for where, what, text in variation.cells:
        text = re.sub(r"<<([\w-]+)>>", lambda found: source(found[1]), text)
        if where in ("top", "end"):
            cells.insert(0 if where == "top" else len(cells), ["", text])
            continue
        source(what)
        place = next(i for i, (own, _) in enumerate(cells) if own in (what, f"answer-{what}"))
        if where == "replace":
            cells[place][1] = text
        elif where == "inside":
            cells[place][1] = _inside(cells[place][1], text)
        else:
            cells.insert(place + (where == "after"), ["", text])
    parts = {part.id for part in syllabus.parts()}
    found = []
    for own, text in cells:
        if own not in parts:
            found.append(text)
        elif collect and own in variation.touches:
            found.append(collect.replace("{part}", own))
    return found


def _inside(cell: str, lines: str) -> str:
    """Put lines below the docstring of the last function of a cell."""
    function = [n for n in ast.parse(cell).body if isinstance(n, ast.FunctionDef)][-1]
    place = (function.body[0].end_lineno or 1) if ast.get_docstring(function) else function.lineno
    indented = ["    " + line for line in lines.splitlines()]
    own = cell.splitlines()
    return "\n".join([*own[:place], *indented, *own[place:]])


def notebook(cells: list[str]) -> bytes:
    """Return the bytes of a notebook of these code cells, as Jupyter saves it."""
    listed: list[dict[str, Any]] = [
        {
            "cell_type": "code",
            "source": text,
            "metadata": {},
            "outputs": [],
            "execution_count": None,
        }
        for text in cells
    ]
    saved = {"cells": listed, "metadata": {}, "nbformat": 4, "nbformat_minor": 4}
    return json.dumps(saved).encode()
