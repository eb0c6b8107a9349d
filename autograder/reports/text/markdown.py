"""Reports as Markdown for the summary page of a CI run ($GITHUB_STEP_SUMMARY).

All but the headings is HTML without blank lines, in which Markdown means nothing; what students
wrote stands there as `escape.code`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any

from autograder.checking import syllabus
from autograder.reports.text.escape import code
from autograder.reports.text.explanations import HIDDEN, MARKS, told

LIMIT = 2**20  # bytes; of a longer summary GitHub shows nothing at all
_CUT = "<p><b>Cut here: GitHub shows no more than 1 MiB. The reports themselves are whole.</b></p>"

_OURS = ("Likely why", "Next")  # sentences of the kit, without a word of a student's


def student(view: Mapping[str, Any]) -> str:
    """The board, and why public checks did not pass, from a student's view of a record."""
    blocks = [f"## {_headline(view)}", *(f"<p>{code(note)}</p>" for note in view["notes"])]
    if view["parts"]:
        blocks.append(_board(view["parts"]))
    for part in view["parts"]:
        if any(check["status"] != "not-started" for check in part["checks"]):
            blocks += _part(part)
    return capped(blocks)


def append(path: Path, text: str) -> None:
    """Add a summary to the file that a CI run collects them in."""
    with open(path, "a", encoding="utf-8") as file:
        file.write(text)


def _headline(view: Mapping[str, Any]) -> str:
    checks = [check for part in view["parts"] for check in part["checks"]]
    if not checks:
        return f"{syllabus.title()}: nothing could be checked"
    if any(check["visibility"] == "hidden" for check in checks):
        return f"{syllabus.title()}: {view['score']} of {view['max_score']} points"
    return f"{syllabus.title()}: {_passed(checks)} public checks passed. {HIDDEN}"


def _passed(checks: Sequence[Mapping[str, Any]]) -> str:
    return f"{sum(check['status'] == 'passed' for check in checks)} of {len(checks)}"


def _board(parts: Iterable[Mapping[str, Any]]) -> str:
    graded = any(check["visibility"] == "hidden" for part in parts for check in part["checks"])
    rows = []
    for part in parts:
        row = [escape(part["title"]), f"<code>{part['id']}</code>"]
        for visibility in ("public", "hidden") if graded else ("public",):
            row.append(_passed([c for c in part["checks"] if c["visibility"] == visibility]))
        rows.append([*row, f"{part['score']}/{part['max_score']}"] if graded else row)
    heads = ["Part", "", "Public checks", *(("Hidden checks", "Points") if graded else ())]
    return table(heads, rows)


def _part(part: Mapping[str, Any]) -> list[str]:
    """Its public checks that did not pass."""
    blocks = []
    for check in part["checks"]:
        if check["visibility"] == "public" and check["status"] != "passed":
            why = [
                [escape(heading), escape(text) if heading in _OURS else code(text)]
                for heading, text in told(check)
            ]
            blocks += [
                f"<p>{MARKS[check['status']]} <b>{escape(check['title'])}</b></p>",
                table([], why),
            ]
    return [f"### {part['title']} ({part['id']})", *blocks] if blocks else []


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Cells are HTML."""
    head = "<tr>" + "".join(f"<th>{escape(text)}</th>" for text in heads) + "</tr>"
    body = ["<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows]
    return "\n".join(["<table>", *([head] if heads else []), *body, "</table>"])


def capped(blocks: Sequence[str]) -> str:
    """The blocks as one text; as many as fit, and a line that says so."""
    kept, size = [], len(_CUT) + 2
    for block in blocks:
        size += len(block.encode()) + 2
        if size > LIMIT:
            kept.append(_CUT)
            break
        kept.append(block)
    return "\n\n".join(kept) + "\n\n"
