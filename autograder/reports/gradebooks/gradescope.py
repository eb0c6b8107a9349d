"""results.json as Gradescope shows it: a test for each check, on its public or its hidden cases.

Public ones are shown at once, hidden ones once the grades are published; until then Gradescope
shows students no total.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from autograder.checking import syllabus
from autograder.reports.record import Record, student_view
from autograder.reports.text.escape import shown
from autograder.reports.text.explanations import told

VISIBILITY = {"public": "visible", "hidden": "after_published"}
_NOT_REACHED = "The grading was ended before it came to this part. Tell your course's staff."


def results(record: Record, seconds: float) -> dict[str, Any]:
    """Return what the file holds; parts that are not in the record yet count 0, and say so."""
    view = student_view(record)
    done = {part["id"]: part for part in view["parts"]}
    tests = []
    for number, part in enumerate(syllabus.parts(), start=1):
        if part.id in done:
            tests += _tests(number, done[part.id])
        elif done:
            tests.append(_not_reached(number, part))
    return {
        "score": record.score,
        "execution_time": round(seconds, 1),
        "output": shown("\n".join(view["notes"])),
        "output_format": "text",
        "test_output_format": "text",
        "test_name_format": "text",
        "visibility": "visible",
        "stdout_visibility": "hidden",
        "tests": tests,
        "extra_data": {"status": record.status, **record.grader()},
    }


def _tests(number: int, part: Mapping[str, Any]) -> list[dict[str, Any]]:
    found = []
    for place, check in enumerate(part["checks"], start=1):
        passed = check["status"] == "passed"
        lines = [] if passed else [f"{heading}: {text}" for heading, text in told(check)]
        found.append(
            {
                "name": f"{part['title']}: {check['title']} ({check['visibility']})",
                "number": f"{number:02}.{place:02}",
                "score": check["score"],
                "max_score": check["max_score"],
                "status": "passed" if passed or check["waived"] else "failed",
                "output": shown("\n".join(lines)),
                "visibility": VISIBILITY[check["visibility"]],
                "extra_data": {"part": part["id"], "check": check["id"]},
            }
        )
    return found


def _not_reached(number: int, part: syllabus.Part) -> dict[str, Any]:
    return {
        "name": part.title,
        "number": f"{number:02}.00",
        "score": 0,
        "max_score": part.points,
        "status": "failed",
        "output": _NOT_REACHED,
        "visibility": "visible",
        "extra_data": {"part": part.id},
    }
