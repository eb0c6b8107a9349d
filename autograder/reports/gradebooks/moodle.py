"""Moodle: a CSV for Grades, Import, and a zip for the assignment's “Upload multiple feedback
files in a zip”.

One student whom Moodle cannot find ends the whole import, so a column that names students is only
there if it names each of them.  “No grade” is a hyphen: in a new grade item a blank would count.
"""

from __future__ import annotations

import csv
import io
import os
import zipfile
from collections.abc import Mapping
from pathlib import Path

from autograder.reports.gradebooks.grades import FINAL, Grades
from autograder.reports.text.escape import csv_cell
from autograder.submissions.arrival import forms

# Heading -> column of the roster.  The teacher chooses one to find students by.
IDENTIFYING = {
    "ID number": "id",
    "Email address": "email",
    "Username": "login",
    "User ID": "moodle_id",
}
NO_GRADE = "-"
REPORT = "report.html"


def gradebook(grades: Grades) -> str:
    """Return the file."""
    found = grades.handed_in
    columns = {head: name for head, name in IDENTIFYING.items() if (found[name] != "").all()}
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([*columns, "Full name", "Grade", "Feedback"])
    filled = found.astype({"score": object}).fillna({"score": NO_GRADE})
    for line in filled.to_dict("records"):
        known = [*(line[name] for name in columns.values()), line["name"]]
        told = csv_cell(_feedback(line, grades))
        writer.writerow([*map(csv_cell, known), line["score"], told])
    return text.getvalue()


def _feedback(line: dict[str, object], grades: Grades) -> str:
    """The points by part, in our words alone: Moodle shows it as HTML."""
    report = f"See {REPORT} among the feedback files."
    if line["status"] not in FINAL:
        return f"Not graded. {report}"
    if line["status"] == "unreadable":
        return f"Nothing could be graded: 0 of {grades.max_score} points. {report}"
    parts = ", ".join(f"{title} {line[id]}" for id, title in grades.parts.items())
    return f"{line['score']} of {grades.max_score} points: {parts}. {report}"


def feedback_zip(grades: Grades, results: Path, path: Path) -> list[str]:
    """Write each report under the folder that Moodle's download has for its student.

    Returns the names of those for whom no such folder is known.
    """
    without = []
    partial = path.with_name(f".{path.name}.partial")
    with zipfile.ZipFile(partial, "w", zipfile.ZIP_DEFLATED) as archive:
        for line in grades.handed_in.to_dict("records"):
            folder = _folder(line)
            if folder and f"{folder}/{REPORT}" not in archive.namelist():
                archive.write(results / line["folder"] / REPORT, f"{folder}/{REPORT}")
            elif not folder:
                without.append(line["name"] or line["id"])
    os.replace(partial, path)
    return without


def _folder(line: Mapping[str, str]) -> str:
    """The student's folder: as it came in the download, or made of the participant's number."""
    name, number = forms.moodle_name(Path(line["submission"]).name)
    number = number or line["moodle_participant"]
    name = name or " ".join((line["name"] or line["id"]).replace("/", " ").split("_"))
    return f"{name}_{number}_assignsubmission_file_" if number else ""
