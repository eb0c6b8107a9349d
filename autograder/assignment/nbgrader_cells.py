"""What students hand in, rebuilt upon the release before nbgrader works with it.

Any bytes at all are read as a notebook's texts, and of its metadata one thing is listened to: which
cell a cell claims to be.  All else that nbgrader knows of a cell comes from its own gradebook, so
whatever becomes of metadata on the way (copied cells, other programs, edits) costs nobody a point.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat.v4 as v4
from nbconvert.exporters import NotebookExporter
from nbformat import NotebookNode
from nbgrader.api import Gradebook
from nbgrader.preprocessors import NbGraderPreprocessor

from autograder.assignment.nbgrader_submitted import handed_in, without_trust
from autograder.submissions.files import take

# For c.Autograde.exporter_class and autograde_preprocessors; nbgrader's sanitizers are not needed.
EXPORTER = "autograder.assignment.nbgrader_cells.PlainExporter"
REBUILD = "autograder.assignment.nbgrader_cells.RebuildCells"

MAX_CELLS = 5000  # of a notebook that a marker sees; each costs memory and a look at its form
MISSING = "This cell was missing from the submission, or changed; here it is again."
_NEW = {"code": v4.new_code_cell, "markdown": v4.new_markdown_cell, "raw": v4.new_raw_cell}
_METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


# ---------------------------------------------------------------- any bytes as a notebook


class PlainExporter(NotebookExporter):
    """Reads whatever is in the file; nbformat's own reader stumbles over half of it."""

    def __init__(self, **kw: Any) -> None:
        super().__init__(**kw)
        without_trust(self.parent)

    def from_filename(
        self, filename: str, resources: dict[str, Any] | None = None, **kw: Any
    ) -> tuple[Any, dict[str, Any]]:
        """Read what the judge takes for this notebook, or what this class made of it before."""
        assert resources is not None and self.parent is not None
        names, courses = resources["nbgrader"], self.parent.coursedir
        student, assignment = names["student"], names["assignment"]
        own = courses.format_path(courses.autograded_directory, student, assignment)
        if Path(filename).parent == Path(own):
            data = Path(filename).read_bytes()
        else:
            data = take(handed_in(courses, student, assignment, names["notebook"])).notebook
        return self.from_notebook_node(plain(data), resources, **kw)


def plain(data: bytes) -> NotebookNode:
    """Return the texts, attached pictures and claims of a notebook; no cell if it is none."""
    try:
        listed = json.loads(data.decode("utf-8-sig"))["cells"]
        listed = [cell for cell in listed if isinstance(cell, dict)]
        cells = [_plain_cell(cell) for cell in listed[:MAX_CELLS]]
    except (ValueError, TypeError, LookupError, RecursionError):
        cells = []
    for number, cell in enumerate(cells, start=1):
        cell.id = f"cell-{number}"
    return v4.new_notebook(cells=cells, metadata=_METADATA)


def _plain_cell(cell: dict[str, Any]) -> NotebookNode:
    source = cell.get("source")
    lines = source if isinstance(source, list) else [source]
    kind = cell.get("cell_type")
    make = _NEW[kind] if isinstance(kind, str) and kind in _NEW else v4.new_raw_cell
    made = make(source=_text("".join(line for line in lines if isinstance(line, str))))
    if made.cell_type == "markdown":
        made.attachments = _pictures(cell.get("attachments"))
    nbgrader = _dict(_dict(cell.get("metadata")).get("nbgrader"))
    earlier = nbgrader.get("claims")  # nbgrader reads twice, the second time what it wrote itself
    claims = [nbgrader.get("grade_id"), cell.get("id")]
    claims += earlier if isinstance(earlier, list) else []
    made.metadata.nbgrader = {"claims": [_text(c) for c in claims if isinstance(c, str)]}
    return made


def _pictures(attachments: object) -> dict[str, dict[str, str]]:
    """Return what is attached to a cell and is text, as the base64 of a picture is."""
    return {
        _text(name): {_text(mime): _text(data) for mime, data in _dict(bundle).items()}
        for name, bundle in _dict(attachments).items()
        if _dict(bundle) and all(isinstance(data, str) for data in _dict(bundle).values())
    }


def _dict(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _text(text: str) -> str:
    """Return text that can be written: no half characters, which JSON may hold."""
    return text.encode(errors="backslashreplace").decode()


# ---------------------------------------------------------------- the release's cells


@dataclass(frozen=True)
class Released:
    """A cell of the release that nbgrader knows.

    locked  students have no say in its text
    points  None if it gets no points itself
    """

    name: str
    kind: str
    source: str
    checksum: str
    locked: bool
    solution: bool
    points: float | None


class RebuildCells(NbGraderPreprocessor):
    """Gives every cell that gets points its place, once, with nbgrader's own metadata."""

    def preprocess(
        self, nb: NotebookNode, resources: dict[str, Any]
    ) -> tuple[NotebookNode, dict[str, Any]]:
        names = resources["nbgrader"]
        with Gradebook(names["db_url"]) as gradebook:
            released = _released(gradebook, names["notebook"], names["assignment"])
        nb.cells = rebuilt(nb.cells, released)
        return nb, resources


def _released(gradebook: Gradebook, notebook: str, assignment: str) -> list[Released]:
    found = gradebook.find_notebook(notebook, assignment)
    points = {cell.name: cell.max_score for cell in found.grade_cells}
    solutions = {cell.name for cell in found.solution_cells}
    return [
        Released(
            name=cell.name,
            kind=cell.cell_type,
            source=cell.source,
            checksum=cell.checksum,
            locked=cell.locked,
            solution=cell.name in solutions,
            points=points.get(cell.name),
        )
        for cell in found.source_cells
    ]


def rebuilt(cells: list[NotebookNode], released: list[Released]) -> list[NotebookNode]:
    """Return the student's cells with the release's among them; nothing they wrote is lost."""
    cells = [*cells]
    place = 0  # where a cell that is missing belongs: after the one before it in the release
    for own in released:
        found = _find(cells, own)
        if found is not None:
            place = found
            cells[place] = _marked(own, cells[place])
        elif own.points is not None:
            cells.insert(place, _put_back(own))
        else:
            continue
        place += 1
    for cell in cells:
        if "claims" in cell.metadata.get("nbgrader", {}):
            del cell.metadata["nbgrader"]
    return cells


def _find(cells: list[NotebookNode], own: Released) -> int | None:
    """Return where the student's version of a cell stands, if there is one.

    Of a locked cell it is one with just its text.  Of an answer it is one that claims to be it,
    and among copies the last that was written in: an untouched one would count as no answer.
    """
    if own.locked:
        same = [n for n, c in enumerate(cells) if (c.cell_type, c.source) == (own.kind, own.source)]
        return same[-1] if same else None
    claiming = [
        number
        for number, cell in enumerate(cells)
        if own.name in cell.metadata.get("nbgrader", {}).get("claims", [])
    ]
    written = [number for number in claiming if cells[number].source != own.source]
    found = written or claiming
    return found[-1] if found else None


def _marked(own: Released, cell: NotebookNode) -> NotebookNode:
    """Return a student's cell as the one of the release that it is."""
    more = {}
    if cell.cell_type == own.kind == "markdown":
        more["attachments"] = cell.get("attachments", {})
    metadata = {
        "schema_version": 3,
        "grade_id": own.name,
        "grade": own.points is not None,
        "solution": own.solution,
        "locked": own.locked,
        "task": False,
        "cell_type": own.kind,
        "checksum": own.checksum,
    }
    if own.points is not None:
        metadata["points"] = own.points
    return _NEW[own.kind](source=cell.source, id=own.name, metadata={"nbgrader": metadata}, **more)


def _put_back(own: Released) -> NotebookNode:
    """Return the cell as released, with a word that makes a written answer wait for a person."""
    note = f"# {MISSING}\n" if own.kind == "code" else f"*{MISSING}*\n\n"
    return _marked(own, v4.new_raw_cell(source=note + own.source))
