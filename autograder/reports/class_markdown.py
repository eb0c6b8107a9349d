"""The class as a table in Markdown: everyone's points by part."""

from __future__ import annotations

from collections.abc import Sequence

from autograder.checking import syllabus
from autograder.reports.record import Record
from autograder.reports.text import markdown
from autograder.reports.text.escape import code


def class_table(records: Sequence[Record]) -> str:
    """Everyone's points by part; why, where there are none."""
    parts = next((record.parts for record in records if record.parts), [])
    rows = []
    for record in records:
        own = {part.id: str(part.score) for part in record.parts}
        score = "" if record.score is None else f"{record.score}/{record.max_score}"
        notes = "" if record.parts else "<br>".join(map(code, record.notes))
        cells = [own.get(part.id, "") for part in parts]
        rows.append([code(record.submission), record.status, *cells, score, notes])
    heads = ["Submission", "Status", *(part.id for part in parts), "Score", "Notes"]
    # A table of its own for every so many, so that a cut leaves whole tables.
    tables = [
        markdown.table(heads, rows[start : start + 100]) for start in range(0, len(rows), 100)
    ]
    return markdown.capped([f"## {syllabus.title()}: {len(records)} submissions", *tables])
