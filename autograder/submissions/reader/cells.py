"""The bytes of a notebook: its cells, and the assignment's version that it names."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any


class UnreadableError(ValueError):
    """The file is not a notebook with code; the text says what it is instead."""


@dataclass(frozen=True)
class Cell:
    """A cell as it stands in the file.

    number  of the code cell, from 1; of another cell its place among all cells, from 1
    kind    "code", "markdown" or "raw"
    """

    number: int
    kind: str
    source: str


def all_cells(data: bytes) -> list[Cell]:
    """Return all cells that hold text, in order.  Raises UnreadableError.

    Read as plain JSON on purpose: what Colab and others save often fails the notebook schema
    (no cell ids, nbformat_minor 0, metadata lost), and nothing of the schema is needed here.
    """
    listed = _notebook(data).get("cells")
    if not isinstance(listed, list):
        raise UnreadableError("the file is JSON, but not a notebook: it has no list of cells")
    found: list[Cell] = []
    code = 0
    for place, cell in enumerate(listed, start=1):
        source = _source(cell) if isinstance(cell, dict) else None
        kind = cell.get("cell_type") if isinstance(cell, dict) else None
        if source is None or not isinstance(kind, str):
            continue
        code += kind == "code"
        found.append(Cell(code if kind == "code" else place, kind, source))
    if not code:
        raise UnreadableError("the notebook has no code cell")
    return found


def code_cells(data: bytes) -> list[str]:
    """Return the sources of all code cells, in order.  Raises UnreadableError."""
    return [cell.source for cell in all_cells(data) if cell.kind == "code"]


def assignment_version(data: bytes) -> str:
    """Return the version of the assignment that a notebook names; empty if it names none."""
    found = re.search(rb'ASSIGNMENT_VERSION = \\?"([0-9a-f]{8})\\?"', data)
    return found[1].decode() if found else ""


def python_version(data: bytes) -> str:
    """Return the version of Python that a notebook says it was run with; empty if it does not."""
    said: Any = _notebook(data)
    for key in ("metadata", "language_info", "version"):
        said = said.get(key) if isinstance(said, dict) else None
    return said if isinstance(said, str) and re.fullmatch(r"3\.\d{1,2}(\.\d{1,2})?", said) else ""


def _notebook(data: bytes) -> dict[str, Any]:
    if not data.strip():
        raise UnreadableError("the file is empty")
    try:
        notebook = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise UnreadableError("the file is not a notebook: it is not JSON") from error
    return notebook if isinstance(notebook, dict) else {}


def _source(cell: dict[str, Any]) -> str | None:
    source = cell.get("source", "")
    if isinstance(source, list):
        source = "".join(part for part in source if isinstance(part, str))
    return source if isinstance(source, str) else None
