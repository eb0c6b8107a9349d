"""nbgrader's own commands, from submitted notebooks to gradebook, feedback and export."""

from __future__ import annotations

import csv
import json
import re
import shutil
from pathlib import Path

import nbformat
import pytest
from conftest import run_nbgrader
from nbgrader.api import Gradebook

from autograder import course
from autograder.checking import syllabus
from autograder.grading import workers
from autograder.reports.record import student_view
from autograder.submissions import files

NAME = "landmarks"
pytestmark = pytest.mark.long
COMMA = "bob, the second"


@pytest.fixture(scope="module")
def course_folder(built, tmp_path_factory):
    """A course with three submissions, through autograde, generate_feedback and export."""
    folder = tmp_path_factory.mktemp("course") / "course"
    shutil.copytree(built.course_folder, folder)
    for student, notebook in (
        ("alice", nbformat.read(built.instructor, 4)),
        (COMMA, nbformat.read(built.student, 4)),
        ("carol", mangled(nbformat.read(built.instructor, 4))),
    ):
        target = folder / "submitted" / student / NAME / f"{NAME}.ipynb"
        target.parent.mkdir(parents=True)
        nbformat.write(notebook, target)
    for command in (["autograde", NAME], ["generate_feedback", NAME], ["export"]):
        result = run_nbgrader(folder, *command)
        assert result.returncode == 0, result.stderr[-3000:]
    return folder


def mangled(notebook):
    """A graded cell gone, a wrong answer, a forged result, and JavaScript in an output."""
    notebook.cells = [cell for cell in notebook.cells if cell.id != "flip"]
    for cell in notebook.cells:
        if cell.id == "answer-flip":
            cell.source = (
                "def flip(image, points):\n"
                "    return image[:, ::-1], points * [-1, 1] + [image.shape[1] - 1, 0]\n"
            )
        if cell.id == "metrics":
            cell.source = "9"
            cell.outputs = [
                nbformat.v4.new_output("execute_result", data={"text/plain": "9"}),
            ]
        if cell.id == "board":
            cell.outputs = [
                nbformat.v4.new_output(
                    "display_data", data={"text/html": "<script>alert('board')</script>"}
                )
            ]
        if cell.id == "answer-nme":
            cell.source = (
                "def nme(pred, true):\n    return 1 / 0  # <script>alert('source')</script>"
            )
        if cell.id == "written-comparing":
            cell.source = "<script>alert('words')</script> The divisor and the box."
    return notebook


@pytest.fixture(scope="module")
def records(course_folder):
    """The same submissions through the grader itself: student -> record."""
    worker = workers.Worker(course.secret_seed(course.load()))
    found = {}
    try:
        for submission in files.collect([course_folder / "submitted"]):
            found[submission.name] = worker.grade(files.take(submission))
    finally:
        worker.stop()
    return found


def auto_scores(folder: Path, student: str) -> dict[str, float]:
    with Gradebook(f"sqlite:///{folder / 'gradebook.db'}", course.load().name) as gradebook:
        found = gradebook.find_submission_notebook(NAME, NAME, student)
        return {
            grade.name: grade.auto_score
            for grade in found.grades
            if grade.auto_score is not None and not grade.name.startswith("written-")
        }


@pytest.mark.parametrize("student", ["alice", COMMA, "carol"])
def test_the_gradebook_holds_the_reports_scores(course_folder, records, student):
    scores = auto_scores(course_folder, student)
    assert {part.id: part.score for part in records[student].parts} == scores
    if student == "alice":
        assert sum(scores.values()) == syllabus.TOTAL - syllabus.part("trained").points
    if student == COMMA:
        assert sum(scores.values()) == 0


def test_a_deleted_cell_comes_back_and_a_forged_result_counts_for_nothing(course_folder):
    scores = auto_scores(course_folder, "carol")
    assert 0 < scores["flip"] < syllabus.part("flip").points
    assert scores["metrics"] < syllabus.part("metrics").points - 2
    path = course_folder / "autograded" / "carol" / NAME / f"{NAME}.ipynb"
    graded = nbformat.read(path, 4)
    cell = next(c for c in graded.cells if c.metadata.get("nbgrader", {}).get("grade_id") == "flip")
    assert "was missing from the submission" in cell.source
    shown = "".join(output.get("data", {}).get("text/html", "") for output in cell.outputs)
    assert "flip_permutation" in shown
    assert any("image/png" in output.get("data", {}) for output in cell.outputs)


def test_written_answers_wait_for_a_person(course_folder):
    with Gradebook(f"sqlite:///{course_folder / 'gradebook.db'}", course.load().name) as gradebook:
        found = gradebook.find_submission_notebook(NAME, NAME, "carol")
        waiting = {grade.name: grade.needs_manual_grade for grade in found.grades}
        blank = gradebook.find_submission_notebook(NAME, NAME, COMMA)
        assert {g.name: g.score for g in blank.grades if g.name.startswith("written")} == {
            f"written-{question.id}": 0 for question in syllabus.written()
        }
    assert waiting["written-comparing"]
    assert not any(value for name, value in waiting.items() if not name.startswith("written"))


def test_feedback_shows_our_words_and_runs_nothing(course_folder):
    page = (course_folder / "feedback" / "carol" / NAME / f"{NAME}.html").read_text()
    assert "flip_permutation" in page and "ZeroDivisionError" in page
    for place in ("board", "source", "words"):
        assert f"<script>alert('{place}')" not in page
    assert "image/png;base64" in page
    assert not re.findall("&lt;/(?:b|dd|details|div|li|p|span|table|tbody|ul)&gt;", page)
    assert "<details><summary>Hint 1</summary>" in page


def test_feedback_tells_nothing_hidden(course_folder, records):
    """No name of a hidden case, and no word about one beyond the student's own report."""
    record = records["carol"]
    page = (course_folder / "feedback" / "carol" / NAME / f"{NAME}.html").read_text()
    told = json.dumps(student_view(record))
    hidden = {
        text
        for part in record.parts
        for check in part.checks
        if check.visibility == "hidden" and check.status == "failed"
        for text in (check.case, check.got)
        if len(text) > 20 and text not in told
    }
    assert hidden and not [text for text in hidden if text in page]


def test_export_survives_a_comma(course_folder):
    with open(course_folder / "grades.csv", newline="", encoding="utf-8") as file:
        rows = {row["student_id"]: row for row in csv.DictReader(file)}
    assert set(rows) == {"alice", COMMA, "carol"}
    assert float(rows[COMMA]["score"]) == 0
    assert float(rows["alice"]["max_score"]) == syllabus.TOTAL + sum(
        question.points for question in syllabus.written()
    )


def test_validate_complains_of_the_stub(course_folder):
    """nbgrader's own `validate` runs the notebook; the stub must not pass."""
    folder = course_folder / "release" / NAME
    bundle = course_folder.parent / f"{NAME}-bundle"
    (folder / bundle.name).symlink_to(bundle)
    result = run_nbgrader(course_folder, "validate", f"release/{NAME}/{NAME}.ipynb")
    said = result.stdout + result.stderr
    assert "VALIDATION FAILED ON" in said
    for part in syllabus.parts():
        assert f'check("{part.id}")' in said or f"check(&#39;{part.id}" in said
