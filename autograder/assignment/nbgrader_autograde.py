"""`nbgrader autograde` through this kit's grader: a preprocessor in the place of `Execute`.

Student code never runs in nbgrader's own process or kernel.  Each graded cell gets what the
student may see of its part as output, and the part's points as the result that nbgrader saves.
"""

from __future__ import annotations

import atexit
from collections.abc import Iterator
from functools import cache
from html import escape
from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import new_output
from nbgrader.preprocessors import NbGraderPreprocessor

from autograder import course
from autograder.assignment.nbgrader_cells import REBUILD
from autograder.assignment.nbgrader_submitted import handed_in
from autograder.grading import waivers
from autograder.grading.workers import NotGradedError, Worker
from autograder.reports import pages
from autograder.reports.record import Record, student_view
from autograder.reports.text.escape import terminal
from autograder.sandbox.layers import require_sandbox
from autograder.submissions.files import Submission, take

# For c.Autograde.autograde_preprocessors: nbgrader's own list, with Execute exchanged.
PREPROCESSORS = (
    REBUILD,
    "autograder.assignment.nbgrader_autograde.GradeWithKit",
    "nbgrader.preprocessors.IgnorePattern",
    "nbconvert.preprocessors.ClearMetadataPreprocessor",
    "nbgrader.preprocessors.LimitOutput",
    "nbgrader.preprocessors.SaveAutoGrades",
    "nbgrader.preprocessors.AssignLatePenalties",
    "nbgrader.preprocessors.CheckCellMetadata",
)


class GradeWithKit(NbGraderPreprocessor):
    """Grades the whole notebook and writes each part's points as its cell's output."""

    def preprocess(
        self, nb: NotebookNode, resources: dict[str, Any]
    ) -> tuple[NotebookNode, dict[str, Any]]:
        """Raises NotGradedError, SandboxError, and what reading course.toml raises."""
        student = resources["nbgrader"]["student"]
        submission = self._submitted(resources["nbgrader"])
        record = _worker().grade(take(submission))
        record = waivers.apply(record, course.load().waivers)
        if record.status == "not-graded":
            raise NotGradedError(terminal(f"{student}: {record.kit['problem']}", 2000))
        for note in record.notes:  # escaped: a half character in a name would lose the whole line
            self.log.warning("%s", terminal(f"{student}: {note}", 2000))
        write_outputs(nb, record)
        return nb, resources

    def _submitted(self, names: dict[str, str]) -> Submission:
        """Return what was handed in; what nbgrader made of it by now is for markers."""
        courses = self.parent.parent.coursedir  # of the converter, whose exporter runs this
        return handed_in(courses, names["student"], names["assignment"], names["notebook"])


def write_outputs(nb: NotebookNode, record: Record) -> None:
    """The points and explanations of every part into its graded cell; all other outputs go.

    Parts that were not graded at all, in an unreadable notebook, get 0 and the reason.
    """
    parts = {part["id"]: part for part in student_view(record)["parts"]}
    for cell in nb.cells:
        if cell.cell_type != "code":
            continue
        cell.outputs, cell.execution_count = [], None
        metadata = cell.metadata.get("nbgrader", {})
        if not metadata.get("grade") or metadata.get("solution"):
            continue
        part = parts.get(metadata.get("grade_id"))
        if part is None:
            cell.outputs.append(new_output("stream", name="stdout", text="\n".join(record.notes)))
        else:
            html = pages.part_fragment(part)
            text = f"{part['title']}: {part['score']} of {part['max_score']} points"
            shown = {"text/html": html, "text/plain": text}
            cell.outputs.append(new_output("display_data", data=shown))
            cell.outputs += _shown_once(part, record.pictures())
        points = str(part["score"] if part else 0)
        cell.outputs.append(
            new_output("execute_result", data={"text/plain": points}, execution_count=1)
        )


def _shown_once(
    part: dict[str, Any], pictures: dict[tuple[str, str], str]
) -> Iterator[NotebookNode]:
    """The pictures of a part's failing checks, each under the titles of its checks."""
    titles: dict[str, list[str]] = {}
    for check in part["checks"]:
        if check["visibility"] == "public" and (part["id"], check["id"]) in pictures:
            titles.setdefault(pictures[part["id"], check["id"]], []).append(check["title"])
    for png, checks in titles.items():
        name = "; ".join(checks)
        yield new_output(
            "display_data", data={"text/html": f"<b>{escape(name)}</b>", "text/plain": name}
        )
        yield new_output("display_data", data={"image/png": png, "text/plain": name})


@cache
def _worker() -> Worker:
    """Kept for the whole run of nbgrader: starting one costs more than grading."""
    settings = course.load()
    level = require_sandbox(settings.namespaces_optional)
    worker = Worker(course.secret_seed(settings), level)
    atexit.register(worker.stop)
    return worker
