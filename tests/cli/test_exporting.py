"""Grades on their way out: each gradebook's file, read back as its consumer reads it.

The rules are those of Canvas's importer, of Moodle's CSV import and of its feedback zip.
"""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile

import pandas as pd
import pytest
from downloads import ALL, ROSTER, gradescope, moodle, named, write_roster
from graded_class import EXPECTED, FIRST, graded
from typer.testing import CliRunner

from autograder.checking import syllabus
from autograder.cli.main import app
from autograder.reports.record import Record
from autograder.submissions.arrival import roster as rosters

NASTY = {
    "Øystein Ås": '"=HYPERLINK(""http://x"",""Ås, Øystein"")"',
    "王伟": '"Semi; colon, and ""quotes"""',
    "Anna Maria Larsen": "Points Possible",
    "B\n0020": "@SUM(A1)\n0020",
}


@pytest.fixture
def results(tmp_path):
    return graded(moodle, write_roster(tmp_path), tmp_path)


def export(what, results, *more, code=1):
    """There is one result of nobody in the roster, so the exit code is 1."""
    listed = next(one for one in results.parents if (one / "roster.csv").exists()) / "roster.csv"
    arguments = ["export", what, str(results), "--roster", str(listed), *more]
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code == code, result.output
    return result.output


# ---------------------------------------------------------------- how each consumer reads


def as_canvas(text, delimiter=None):
    """The points, and the grades by (ID, SIS User ID, SIS Login ID), None where there is none."""
    first = text.splitlines()[:3]
    sizes = {
        sign: {len(next(csv.reader([line], delimiter=sign))) for line in first} for sign in ";,"
    }
    fits = {sign: min(found) for sign, found in sizes.items() if len(found) == 1}
    sign = ";" if fits.get(";", 0) > fits.get(",", 0) else ","
    assert sign == (delimiter or ",")
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=sign))
    header = rows[0]
    assert "Student" in header[0] and "ID" in header[1] and len(header) > 3
    assert re.search(r"SIS\s+User\s+ID", header[2]) and re.search(r"SIS\s+Login\s+ID", header[3])
    assert "Section" in header[4] and len(header) == 6
    points, grades = None, {}
    for row in rows[1:]:
        if all(re.fullmatch(r"\s*(Muted|Manual Posting.*)?\s*", cell) for cell in row):
            continue
        value = row[5].replace(",", ".").strip()
        if "Points Possible" in row[0]:
            assert points is None
            points = float(value)
        else:
            grades[tuple(row[1:4])] = float(value) if value not in ("", "-") else None
    return header[5], points, grades


def as_moodle(text, identifier):
    """Grades and feedback by the column that is mapped; raises as the import stops."""
    grades = {}
    for row in csv.DictReader(io.StringIO(text, newline="")):
        value = row["Grade"].strip()
        assert row[identifier] and row[identifier] not in grades
        assert value != "", "in a new grade item it would count"
        grade = None if value == "-" else float(value)
        assert grade is None or 0 <= grade <= 100
        grades[row[identifier]] = (grade, row["Feedback"])
    return grades


def feedback_of(path, participants):
    """The files by participant, as Moodle takes a zip apart."""
    found = {}
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            parts = name.split("/")
            info = parts[0].split("_", 4)
            assert len(info) >= 4 and info[1] in participants
            assert info[2:4] == ["assignsubmission", "file"]
            rest = "/".join([info[4] if len(info) > 4 else "", *parts[1:]])
            found.setdefault(info[1], {})[rest.lstrip("/")] = archive.read(name).decode()
    return found


# ---------------------------------------------------------------- all of them


@pytest.mark.parametrize("make", ALL, ids=lambda make: make.__name__)
@pytest.mark.parametrize("with_roster", [True, False])
def test_all_exports_have_equal_numbers(make, with_roster, tmp_path):
    """From wherever the work came; where a form names nobody, it must be graded with the roster."""
    if make is gradescope and not with_roster:
        return
    results = graded(make, write_roster(tmp_path), tmp_path, with_roster)
    for what in ("canvas", "moodle", "csv"):
        export(what, results)
    staff = results / "staff"
    by_id = {student.id: student for student in rosters.read(tmp_path / "roster.csv").students}
    _, points, canvas_grades = as_canvas((staff / "canvas.csv").read_text(encoding="utf-8"))
    moodle_grades = as_moodle((staff / "moodle.csv").read_text(encoding="utf-8"), "ID number")
    table = pd.read_csv(staff / "grades.csv", dtype={"id": str}, index_col="id")
    assert points == 100
    for id, score in EXPECTED.items():
        own = by_id[id]
        assert canvas_grades.pop((own.canvas_id, own.sis_id, own.login)) == score
        assert moodle_grades.pop(id)[0] == score
        assert table.loc[id, "score"] == score or (score is None and pd.isna(table.score[id]))
        record = json.loads((staff / f"{table.folder[id]}.json").read_text())
        assert record["score"] == score
    assert canvas_grades == moodle_grades == {}


def test_names_cannot_break_or_inject_anything(tmp_path):
    text = ROSTER
    for name, nasty in NASTY.items():
        text = text.replace(name, nasty)
    text = text.replace("wwang", "=cmd|' /C calc'!A0").replace("id,name", "id,name,=note")
    rows = text.splitlines()
    text = "\n".join([rows[0], *(re.sub(r"^(\d+,)", r"\1+x,", row) for row in rows[1:])])
    text = text.replace("id,name,=note", "id,=note,name") + "\n"
    results = graded(named, write_roster(tmp_path), tmp_path)
    write_roster(tmp_path, text)
    for what in ("canvas", "moodle", "csv"):
        export(what, results)
        content = (results / "staff" / f"{what.replace('csv', 'grades')}.csv").read_text("utf-8")
        for row in csv.reader(io.StringIO(content, newline="")):
            assert not [cell for cell in row if cell.strip()[:1] in "=+@-" and len(cell) > 1]
    _, points, grades = as_canvas((results / "staff" / "canvas.csv").read_text(encoding="utf-8"))
    assert points == 100 and len(grades) == 5
    assert len(as_moodle((results / "staff" / "moodle.csv").read_text("utf-8"), "ID number")) == 5


def test_who_handed_in_nothing_keeps_what_is_in_the_gradebook(results):
    for what in ("canvas", "moodle"):
        said = export(what, results)
        assert "5 students with a result, 1 of them without a grade; 1 handed in nothing" in said
        assert "0022" not in (results / "staff" / f"{what}.csv").read_text(encoding="utf-8")


@pytest.mark.parametrize("status", ["unsandboxed", "not-graded"])
def test_what_is_no_final_grade_is_none(status, results):
    path = results / "staff" / "0018.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"status": status}))
    assert Record.from_dict(json.loads(path.read_text())).score == 100
    export("canvas", results)
    _, _, grades = as_canvas((results / "staff" / "canvas.csv").read_text(encoding="utf-8"))
    assert grades["20018", "S-18", "wwang"] is None


def test_the_points_count_to_one_total(results):
    path = results / "staff" / "0018.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"max_score": 40}))
    assert "other totals (40, 100 points)" in export("csv", results, code=2)


@pytest.mark.parametrize("what", ["canvas", "moodle", "csv"])
def test_wrong_usage_is_told(what, results):
    assert "no folder of results" in export(what, results / "staff", code=2)
    (results / "staff" / "0018.json").unlink()
    assert "no record of 0018" in export(what, results, code=2)
    result = CliRunner().invoke(app, ["export", what, str(results)])
    assert result.exit_code == 2 and "--roster" in result.output


def test_two_results_of_one_student_are_told(tmp_path):
    """Graded without a roster, nobody knew that they are of one."""
    results = graded(named, write_roster(tmp_path), tmp_path, with_roster=False)
    text = ROSTER.replace("wei@uni.example,wwang", "wei@uni.example,eve").replace("0018,", "wwang,")
    write_roster(tmp_path, text)
    said = export("csv", results, code=2)
    assert "several results are of student wwang: eve.ipynb, wwang.ipynb" in said


# ---------------------------------------------------------------- each of them


def test_canvas_finds_the_assignment_by_its_number(results, tmp_path):
    export("canvas", results, "--column", "Landmarks, 2nd (4711)", "--out", str(tmp_path / "x"))
    heading, _, _ = as_canvas((tmp_path / "x" / "canvas.csv").read_text(encoding="utf-8"))
    assert heading == "Landmarks, 2nd (4711)"


@pytest.mark.parametrize("column", ["Final Score", "My Current Grade (1)", "Section", " "])
def test_a_heading_that_canvas_has_for_itself_is_refused(column, results):
    assert "name the assignment" in export("canvas", results, "--column", column, code=2)


def test_whom_canvas_cannot_find_is_told(tmp_path):
    results = graded(named, write_roster(tmp_path), tmp_path)
    write_roster(tmp_path, ROSTER.replace(",wwang,S-18,20018", ",,,"))
    assert "found by name at best: 王伟" in export("canvas", results)


def test_canvas_reads_semicolons_in_a_name_as_a_name(results):
    text = ROSTER.replace("Øystein Ås", '"Ås; Ø; y; s; t; e; i; n"')
    write_roster(results.parent, text)
    export("canvas", results)
    as_canvas((results / "staff" / "canvas.csv").read_text(encoding="utf-8"), ",")


def test_moodle_gets_only_columns_that_name_everyone(results):
    listed = results.parent / "roster.csv"
    listed.write_text(ROSTER.replace("wei@uni.example", ""), encoding="utf-8")
    export("moodle", results)
    path = results / "staff" / "moodle.csv"
    with open(path, newline="", encoding="utf-8") as file:
        header = next(csv.reader(file))
    assert header == ["ID number", "Username", "Full name", "Grade", "Feedback"]


def test_moodles_feedback_is_in_our_words(results):
    export("moodle", results)
    text = (results / "staff" / "moodle.csv").read_text(encoding="utf-8")
    grades = as_moodle(text, "Email address")
    told = grades["oystein@uni.example"][1]
    assert told.startswith("100 of 100 points: ") and f"{FIRST.title} {FIRST.points}" in told
    assert grades["sam@uni.example"][1].startswith("Nothing could be graded: 0 of 100 points.")
    assert grades["anna@uni.example"][1].startswith("Not graded.")
    assert all("<" not in feedback and "\n" not in feedback for _, feedback in grades.values())


@pytest.mark.parametrize("ending", ["_", ""])
def test_moodle_puts_each_report_where_it_belongs(ending, tmp_path):
    """As releases before and since 4.1 name the folders."""

    def make(folder, notebook):
        return moodle(folder, notebook, ending)

    results = graded(make, write_roster(tmp_path), tmp_path)
    export("moodle", results)
    participants = {f"700{number}": f"00{number}" for number in range(17, 22)}
    found = feedback_of(results / "staff" / "moodle-feedback.zip", participants)
    assert set(found) == set(participants)
    for participant, id in participants.items():
        own = (results / id / "report.html").read_text(encoding="utf-8")
        assert found[participant] == {"report.html": own}


def test_work_from_elsewhere_has_a_place_by_the_participants_number(tmp_path):
    results = graded(named, write_roster(tmp_path), tmp_path)
    said = export("moodle", results)
    assert "not in the zip: Øystein Ås, 王伟, Anna Maria Larsen" in said
    found = feedback_of(results / "staff" / "moodle-feedback.zip", {"70020", "70021"})
    own = (results / "0021" / "report.html").read_text(encoding="utf-8")
    assert found["70021"] == {"report.html": own}


def test_the_plain_table_has_the_rosters_columns_and_the_points(results):
    text = ROSTER.replace("section", "score").replace("id,", "\ufeffid,", 1)
    write_roster(results.parent, text)
    export("csv", results)
    path = results / "staff" / "grades.csv"
    table = pd.read_csv(path, dtype={"id": str, "canvas_id": str}, keep_default_na=False)
    assert list(table["id"]) == ["0017", "0018", "0019", "0020", "0021", "0022", ""]
    assert list(table["score_in_roster"])[:3] == ["A", "A", "B"]  # a column of the same name
    assert list(table["status"])[-2:] == ["missing", "graded"]
    assert {part.id for part in syllabus.parts()} <= set(table.columns)
    whole = table[table["id"] == "0018"].iloc[0]
    assert [whole[part.id] for part in syllabus.parts()] == [
        str(part.points) for part in syllabus.parts()
    ]
