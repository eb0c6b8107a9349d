"""Whose a result is stands in scores.csv and on the class page, and survives a regrade."""

from __future__ import annotations

import csv

from conftest import SEED
from downloads import moodle, write_roster

from autograder.grading import batch, regrade, results_folder, workers
from autograder.reports.record import unreadable
from autograder.submissions import files
from autograder.submissions.arrival import matching
from autograder.submissions.arrival.student import Student

TERMS = workers.Terms(SEED)


def source(submissions, terms):
    for submission in submissions:
        yield unreadable(files.take(submission), terms.seed, terms.level, "it is no notebook")


def graded(folder, roster, out):
    found = matching.match(files.collect([folder]), roster).graded
    return batch.grade(found, TERMS, out, source, lambda record: None)


def lines(out):
    with open(out / "scores.csv", newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_names_stand_in_the_scores_and_on_the_class_page(tmp_path):
    roster, out = write_roster(tmp_path), tmp_path / "out"
    records = graded(moodle(tmp_path / "class", b""), roster, out)
    assert {row["student"]: row["name"] for row in lines(out)} == {
        student.id: student.name for student in roster.students[:5]
    }
    page = (out / "staff" / "class.html").read_text(encoding="utf-8")
    assert "王伟" in page and '<th class="name">Student</th>' in page
    again = regrade.settle([], tmp_path, records, out, False)
    assert [change.what for change in again] == ["new"] * 5
    assert len({row["name"] for row in lines(out)}) == 4  # two are called alike
    assert (out / "staff" / "class.html").read_text(encoding="utf-8") == page


def test_a_group_has_a_line_each(tmp_path):
    (tmp_path / "a.txt").write_bytes(b"")
    (one,) = files.collect([tmp_path / "a.txt"])
    one.students = (Student("1", "=1+1"), Student("2", "<b>Bob"))
    out = tmp_path / "out"
    batch.grade([one], TERMS, out, source, lambda record: None)
    assert [(row["folder"], row["student"], row["name"]) for row in lines(out)] == [
        ("a-txt", "1", "'=1+1"),
        ("a-txt", "2", "<b>Bob"),
    ]
    page = (out / "staff" / "class.html").read_text(encoding="utf-8")
    assert "=1+1, &lt;b&gt;Bob" in page
    first = results_folder.read_students(out)
    results_folder.write_class(results_folder.read_all(out), out, first)
    assert results_folder.read_students(out) == first


def test_without_a_roster_nothing_is_said_of_students(tmp_path):
    (tmp_path / "a.txt").write_bytes(b"")
    out = tmp_path / "out"
    batch.grade(files.collect([tmp_path / "a.txt"]), TERMS, out, source, lambda record: None)
    assert tuple(lines(out)[0]) == results_folder.FIELDS
    assert "Student" not in (out / "staff" / "class.html").read_text(encoding="utf-8")


def test_who_comes_with_a_roster_is_graded_once(tmp_path):
    """The folder of a result is the student's, whatever the next download calls their files."""
    roster, out = write_roster(tmp_path), tmp_path / "out"
    for number in (1, 2):
        folder = tmp_path / f"download {number}"
        folder.mkdir()
        (folder / f"larsenannamaria_20019_{number}_x.ipynb").write_bytes(b"")
        graded(folder, roster, out)
    assert [row["folder"] for row in lines(out)] == ["0019"]
    assert [record.slug for record in results_folder.read_all(out)] == ["0019"]
