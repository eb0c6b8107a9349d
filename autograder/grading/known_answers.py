"""Banks of answers we know: short files that redefine a name over the reference.

A file opens with a docstring that says in a line what it does, and then in fields:

    part:   the part it belongs to
    loses:  the checks it fails, separated by commas (none for a valid answer)
    hint:   one or two sentences for the student who wrote the same
    worth:  points that an attack earns honestly, if any
    off:    what an attack achieves where there is no sandbox, if that is safe to try
    over:   reference, if an attack stands over the reference and not alone
"""

from __future__ import annotations

import ast
import json
import re
from ast import Import, ImportFrom
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import CodeType
from typing import Any

from autograder.checking import syllabus
from autograder.course import ROOT
from autograder.parts import notebook_text
from autograder.submissions.reader import Statement, describe, reach

BANKS = ROOT / "tests" / "submissions"
_OWN_IMPORT = re.compile(r"^from solution(?:\.\w+)+ import (?:\([^)]*\)|.*)$", re.MULTILINE)
_OWN_CELL = -1  # the number of the cell that stands over the reference
_FIELD = re.compile(r"^(part|loses|hint|worth|off|over):\s*(.*)$")


@dataclass(frozen=True)
class KnownAnswer:
    """One file of a bank."""

    name: str
    part: str
    loses: tuple[str, ...]
    hint: str
    source: str
    worth: int = 0
    off: str = ""
    over_reference: bool = False


def load(kind: str) -> list[KnownAnswer]:
    """All answers of a bank ("wrong", "valid", "hostile").

    Raises ValueError naming a file without header.
    """
    return [
        _read(path) for path in sorted((BANKS / kind).glob("*/*.py"), key=lambda path: path.name)
    ]


def _read(path: Path) -> KnownAnswer:
    source = path.read_text(encoding="utf-8")
    fields: dict[str, str] = {}
    key = ""
    for line in (ast.get_docstring(ast.parse(source)) or "").splitlines():
        match = _FIELD.match(line)
        if match:
            key, text = match.groups()
            fields[key] = text.strip()
        elif key and line.strip():
            fields[key] += " " + line.strip()
    if "part" not in fields:
        raise ValueError(f"{path}: the docstring names no `part:`")
    if fields["part"] != path.parent.name:
        raise ValueError(f"{path}: it says `part: {fields['part']}`, and lies in another's folder")
    loses = tuple(filter(None, (check.strip() for check in fields.get("loses", "").split(","))))
    checks = {check.id for check in syllabus.part(fields["part"]).checks}
    if unknown := set(loses) - checks:
        raise ValueError(f"{path}: part {fields['part']} has no check {', '.join(unknown)}")
    worth = int(fields.get("worth", 0))
    hint, off = fields.get("hint", ""), fields.get("off", "")
    over = fields.get("over", "") == "reference"
    return KnownAnswer(path.stem, fields["part"], loses, hint, source, worth, off, over)


@cache
def reference_cells() -> tuple[str, ...]:
    """The reference as notebook cells: its modules, without their imports of each other."""
    cells = []
    for module in notebook_text.modules():
        lines = (ROOT / "solution" / f"{module}.py").read_text(encoding="utf-8")
        cells.append(_OWN_IMPORT.sub("", lines))
    return tuple(cells)


def notebook(*cells: str) -> bytes:
    """A minimal notebook of these code cells."""
    return json.dumps({"cells": [{"cell_type": "code", "source": cell} for cell in cells]}).encode()


def submission(answer: KnownAnswer) -> bytes:
    """The reference with this answer over it, as a notebook."""
    return notebook(*reference_cells(), answer.source)


def names(answer: KnownAnswer) -> dict[str, Any]:
    """The same, run here: every name of the reference, with this answer's over them."""
    namespace: dict[str, Any] = {"__name__": "__main__"}
    for code in (*_compiled_reference(), compile(answer.source, answer.name, "exec")):
        exec(code, namespace)
    return namespace


def touches(answer: KnownAnswer) -> tuple[str, ...]:
    """The parts in which this answer can make a difference: those that reach what it defines."""
    statements = [*_reference_statements(), *_statements(_OWN_CELL, answer.source)]
    return tuple(
        part.id
        for part in syllabus.parts()
        if any(
            statement.cell == _OWN_CELL and not isinstance(statement.node, (Import, ImportFrom))
            for statement in reach(statements, part.answers)
        )
    )


@cache
def _reference_statements() -> tuple[Statement, ...]:
    return tuple(s for n, cell in enumerate(reference_cells()) for s in _statements(n, cell))


def _statements(cell: int, source: str) -> list[Statement]:
    return [describe(node, cell) for node in ast.parse(source).body]


@cache
def _compiled_reference() -> tuple[CodeType, ...]:
    return tuple(compile(cell, "reference", "exec") for cell in reference_cells())
