"""What checks say, in words: for one part and for the board of all, as text and as HTML."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

from autograder import syllabus
from autograder.results import CheckResult, check_view
from autograder.sinks import shown

HIDDEN = "Hidden checks run at grading."
MARKS = {"passed": "✓", "failed": "✗", "stopped": "■", "not-started": "○", "not-run": "–"}
_COLOURS = {
    "passed": "#1a7a3c",
    "failed": "#b3261e",
    "stopped": "#b3261e",
    "not-started": "#8a6100",
}
_UNLIKE = (
    "The public cases pass, a hidden one does not. Think of inputs unlike the public ones: "
    "other sizes, batches, places."
)


def told(check: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Why a check did not pass, under headings; the check as in a student's report."""
    if check["status"] == "not-started":
        return [("Next", "Replace the NotImplementedError with your own code.")]
    if check["visibility"] == "hidden":
        rows = [
            ("Must hold", check["property"]),
            ("Example", _example(check)),
            ("Likely why", check["hint"]),
        ]
    else:
        reason = ("Likely why", check["hint"]) if check["hint"] else ("It matters", check["why"])
        names = ("case", "expected", "got")
        rows = [*((name.capitalize(), check[name]) for name in names), reason]
    rows.insert(0, ("Waived, points given", check["waived"]))
    return [(heading, text) for heading, text in rows if text]


def _example(check: Mapping[str, Any]) -> str:
    if check["status"] == "stopped":
        return "The code of this part crashed, or did not come to an end."
    if check["public_twin"] == "passed":
        return _UNLIKE
    return "The public case of this check did not pass either."


def one(part: str, results: list[CheckResult]) -> tuple[str, str]:
    """The text and the HTML for one part."""
    title = syllabus.part(part).title
    if all(result.status == "not-started" for result in results):
        line = f"{part}: not started. Replace the NotImplementedError with your own code."
        return line, f"<p>{escape(line)}</p>"
    lines, rows = [_summary(title, results)], []
    for result in results:
        lines.append(f" {MARKS[result.status]} {result.title}")
        mark = f'<b style="color:{_COLOURS[result.status]}">{MARKS[result.status]}</b>'
        rows.append(f"<div>{mark} {escape(result.title)}</div>")
        if result.status != "passed":
            why = told(check_view(result))
            lines += [f"     {name}: {text}" for name, text in why]
            rows.append(_table(why))
            if result.picture:
                rows.append(_PICTURE.format(result.picture))
    return "\n".join(lines), f"<p><b>{escape(lines[0])}</b></p>" + "".join(rows)


_PICTURE = (
    '<div style="margin-left:1.5em"><img src="data:image/png;base64,{}" alt="the failing case">'
    "<br><small>Circles: expected. Crosses: yours.</small></div>"
)


def _table(why: list[tuple[str, str]]) -> str:
    left = "text-align:left;vertical-align:top"
    return (
        '<table style="margin-left:1.5em">'
        + "".join(
            f'<tr><td style="{left};white-space:nowrap;opacity:.7">{name}</td>'
            f'<td style="{left}">{escape(shown(text))}</td></tr>'
            for name, text in why
        )
        + "</table>"
    )


def board(results: dict[str, list[CheckResult]]) -> tuple[str, str]:
    """The text and the HTML for all parts."""
    flat = [result for part in results.values() for result in part]
    lines = [_summary("All parts", flat)]
    for part, own in results.items():
        state = f"{sum(r.status == 'passed' for r in own)}/{len(own)}"
        if all(result.status == "not-started" for result in own):
            state = "not started"
        lines.append(f" {syllabus.part(part).title} ({part}): {state}")
    return "\n".join(lines), f"<pre>{escape(chr(10).join(lines))}</pre>"


def _summary(title: str, results: list[CheckResult]) -> str:
    passed = sum(result.status == "passed" for result in results)
    return f"{title}: public checks {passed}/{len(results)}. {HIDDEN}"


_PAGE = """\
<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Self-check</title>
<meta http-equiv="Content-Security-Policy" \
content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
</head><body style="font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto">
<h1>Self-check</h1>
{}
</body></html>
"""


def page(notes: list[str], results: dict[str, list[CheckResult]]) -> str:
    """A whole page: what is to be said first, the board, and each part."""
    pieces = [f"<p>{escape(shown(note))}</p>" for note in notes]
    if results:
        pieces.append(board(results)[1])
    for part, own in results.items():
        pieces += [f"<h2>{escape(syllabus.part(part).title)}</h2>", one(part, own)[1]]
    return _PAGE.format("\n".join(pieces))
