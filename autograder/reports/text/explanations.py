"""What checks say, in words: for one part and for the board of all, as text and as HTML."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

from autograder.checking import syllabus
from autograder.checking.results import CheckResult, check_view
from autograder.reports.text.escape import shown

HIDDEN = "Hidden checks run at grading."
MARKS = {"passed": "✓", "failed": "✗", "stopped": "■", "not-started": "○", "not-run": "–"}
_COLOURS = {  # legible on white and on black
    "passed": "#258a4a",
    "failed": "#d8453c",
    "stopped": "#d8453c",
    "not-started": "#a07000",
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


def one(part: str, results: list[CheckResult], printed: str = "") -> tuple[str, str]:
    """The text and the HTML for one part.

    printed  what the answers printed while they were checked
    """
    if all(result.status == "not-started" for result in results):
        line = f"{part}: not started. Replace the NotImplementedError with your own code."
        return line, f"<p>{escape(line)}</p>"
    summary = _summary(f"{syllabus.part(part).title} ({part})", results)
    lines, rows = [summary], [f"<p><b>{escape(summary)}</b></p>"]
    first: dict[str, str] = {}  # what was said or shown already -> the check where it was
    for result in results:
        status = _begun(result)
        lines.append(f" {MARKS[status]} {result.title}")
        rows.append(f"<div>{_mark(status)} {escape(result.title)}</div>")
        if result.status != "passed":
            is_new = result.picture not in first
            why = _once(result, first)
            lines += [f"     {name}: {text}" for name, text in why]
            rows.append(_table(why))
            if result.picture and is_new:
                rows.append(_PICTURE.format(escape(result.title), result.picture))
    if printed.strip():
        lines += ["", "Your code printed:", *(f"  {line}" for line in printed.splitlines())]
        rows.append(_PRINTED.format(escape(shown(printed))))
    return "\n".join(lines), "".join(rows)


def _begun(result: CheckResult) -> str:
    """The check's status; a name that is not there yet is not a mistake."""
    return "not-started" if result.staff.get("missing") else result.status


def _once(result: CheckResult, first: dict[str, str]) -> list[tuple[str, str]]:
    """Why it did not pass; of a hint or a picture that came before, only where that was."""
    seen = {thing: f"As for “{check}”, above." for thing, check in first.items()}
    why = [(heading, seen.get(text, text)) for heading, text in told(check_view(result))]
    if result.picture in seen:
        why.append(("Picture", seen[result.picture]))
    for thing in filter(None, (result.hint, result.picture)):
        first.setdefault(thing, result.title)
    return why


def _mark(status: str) -> str:
    return f'<b style="color:{_COLOURS[status]}">{MARKS[status]}</b>'


_PICTURE = (
    '<div style="margin:0 0 .8em 1.5em"><img alt="{}: what was expected, and yours" '
    'src="data:image/png;base64,{}"></div>'
)


_PRINTED = (
    '<details style="margin-top:.5em"><summary>What your code printed</summary>'
    '<pre style="margin-left:1.5em">{}</pre></details>'
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
    summary = _summary("All parts", [result for part in results.values() for result in part])
    lines, rows = [summary], [f"<b>{escape(summary)}</b>"]
    width = max(len(syllabus.part(part).title) for part in results)
    for part, own in results.items():
        passed = sum(result.status == "passed" for result in own)
        open_ones = {_begun(result) for result in own} - {"passed"}
        state, status = f"{passed}/{len(own)}", "failed" if open_ones else "passed"
        if open_ones == {"not-started"}:  # a stub, or after a restart a cell that was not run
            status = "not-started"
            missing = any(result.staff.get("missing") for result in own)
            if not passed:
                state = "not run" if missing else "not started"
        line = f'{state:<11}  {syllabus.part(part).title:<{width}}  check("{part}")'
        lines.append(f" {MARKS[status]} {line}")
        rows.append(f"{_mark(status)} {escape(line)}")
    return "\n".join(lines), "<pre>" + "\n".join(rows) + "</pre>"


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
