"""Canvas's gradebook CSV: Grades, Import.

Canvas finds the students' columns by their place and heading, and the assignment by the number in
its heading; under another heading it proposes a new assignment.
"""

from __future__ import annotations

import csv
import io

from autograder.reports.gradebooks.grades import Grades
from autograder.reports.text.escape import csv_cell

OF_STUDENT = ("Student", "ID", "SIS User ID", "SIS Login ID", "Section")
POINTS = "Points Possible"
# Canvas takes a column with one of these words in its heading for one of its own, and skips it.
_ITS_OWN = tuple(
    f"{kind} {what}"
    for kind in ("Current", "Final", "Override")
    for what in ("Score", "Points", "Grade", "Status")
)


def gradebook(grades: Grades, column: str) -> str:
    """Return the file.

    column  the assignment's heading in Canvas, as in its own export: `Title (4711)`
    Raises ValueError for one that Canvas would not take for an assignment's.
    """
    if column.strip() in ("", *OF_STUDENT) or any(words in column for words in _ITS_OWN):
        raise ValueError(
            f"Canvas takes the heading {column!r} for a column of its own; name the assignment, "
            "as in Canvas's export: Title (4711)"
        )
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([*OF_STUDENT, csv_cell(column)])
    writer.writerow([f"    {POINTS}", *[""] * (len(OF_STUDENT) - 1), grades.max_score])
    filled = grades.handed_in.astype({"score": object}).fillna({"score": ""})
    for line in filled.to_dict("records"):
        name = line["name"] or line["id"]
        if POINTS in name:  # the line would count as that of the points
            name = line["id"]
        known = (name, line["canvas_id"], line["sis_id"], line["login"], line["section"])
        writer.writerow([*map(csv_cell, known), line["score"]])
    return text.getvalue()


def only_by_name(grades: Grades) -> list[str]:
    """Whom Canvas can find by name alone, if it is spelled there in the same way."""
    found = grades.handed_in
    without = (found[["canvas_id", "sis_id", "login"]] == "").all(axis=1)
    return list(found.loc[without, "name"])
