"""The real `nbgrader autograde` on a class full of broken folders: all end, nobody is lost, and
nothing of the grader's machine goes on to a marker."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

import broken_folders
import nbformat
import pytest
from broken_folders import BANK, ODD_NAMES, link, nested
from conftest import run_nbgrader
from nbgrader.api import Gradebook, MissingEntry

from autograder import course
from autograder.assignment import nbgrader_cells, release
from autograder.grading import known_answers
from autograder.reports.text.escape import terminal

NAME = course.load().assignment
NOTEBOOK = f"{NAME}.ipynb"
CANARY = "something of the grader's own"
# What a student may have beside a notebook, none of it a matter of nbgrader's.
BESIDE = {
    "zero": ("x.bin", link("/dev/zero")),
    "machine": ("y", link("/etc/hostname")),
    "loop": ("loop", link(".")),
    "pipe": ("data.csv", os.mkfifo),
    "time-pipe": ("timestamp.txt", os.mkfifo),
    "time-zero": ("timestamp.txt", link("/dev/zero")),
    "time-junk": ("timestamp.txt", broken_folders.junk),
    "time-bytes": ("timestamp.txt", lambda path: path.write_bytes(b"\xff" * 50)),
    "time-folder": ("timestamp.txt", broken_folders.empty),
    "deep": ("d", nested(1200, "d")),
    "crowd": ("crowd", broken_folders.crowded),
    "closed": ("closed.txt", broken_folders.closed),
    "files": ("landmarks_files", link("/etc")),
}
NAMES = [*ODD_NAMES[:5], "[x]*.ipynb"]
ONES = [one for one in BANK if one.name not in ODD_NAMES]


def hand_in(folder: Path, student: str, notebook: bytes) -> Path:
    target = folder / student / NAME
    target.mkdir(parents=True)
    (target / NOTEBOOK).write_bytes(notebook)
    return target


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """A course after autograde, what nbgrader said, and who was to be told what."""
    base = tmp_path_factory.mktemp("course")
    release.make_course(base / "course", course.load())
    told: dict[str, str] = {}
    with broken_folders.removed_after(base / "course" / "submitted") as folder:
        plain, right = (
            known_answers.notebook(*cells) for cells in (["x = 1"], known_answers.reference_cells())
        )
        for student in ("anna", "zoe"):
            hand_in(folder, student, right)
        (folder / "anna" / NAME / "timestamp.txt").write_text("2020-01-02 03:04:05 UTC")
        for student, (name, make) in BESIDE.items():
            make(hand_in(folder, f"beside-{student}", plain) / name)
        for number, one in enumerate(ONES):
            told |= broken(folder, number, one)
        (base / "own.ipynb").write_bytes(known_answers.notebook(f"'{CANARY}'"))
        for place in (f"link/{NAME}/{NOTEBOOK}", f"linked/{NAME}", "neighbour"):
            path = folder / place
            path.parent.mkdir(parents=True, exist_ok=True)
            target = {"link": base / "own.ipynb", "linked": folder / "anna" / NAME}
            path.symlink_to(target.get(path.relative_to(folder).parts[0], folder / "anna"))
            told[path.relative_to(folder).parts[0]] = "is a link"
        hand_in(folder, "other-name", right)
        (folder / "other-name" / NAME / NOTEBOOK).rename(folder / "other-name" / NAME / "my.ipynb")
        for name in NAMES:
            hand_in(folder, name, plain)
        said = run_nbgrader(base / "course", "autograde", NAME)
        yield base / "course", said.stderr, told


def broken(folder: Path, number: int, one: broken_folders.Broken) -> dict[str, str]:
    """Put something of the bank where a notebook should be, and where its folder should be."""
    students = {f"{number}-as-notebook": NOTEBOOK, f"{number}-as-folder": ""}
    for student, name in students.items():
        path = folder / student / NAME / name
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            one.make(path)
        except PermissionError:  # a device needs a privilege
            shutil.rmtree(folder / student)
    return {student: "" for student in students if (folder / student).exists()}


def score(folder: Path, student: str) -> float:
    """Of its graded cells.  Raises MissingEntry."""
    with Gradebook(f"sqlite:///{folder / 'gradebook.db'}", course.load().name) as gradebook:
        found = gradebook.find_submission_notebook(NAME, NAME, student)
        scores = [g.auto_score for g in found.grades if not g.name.startswith("written-")]
        assert None not in scores
        return sum(scores)


@pytest.mark.long
def test_everyone_else_is_graded(graded):
    folder, _, _ = graded
    best = score(folder, "anna")
    assert best > 50 and score(folder, "zoe") == best == score(folder, "other-name")
    for student in BESIDE:
        assert score(folder, f"beside-{student}") == 0


@pytest.mark.long
def test_who_handed_in_something_broken_has_a_row_and_a_reason(graded):
    folder, said, told = graded
    for student, words in told.items():
        try:
            assert score(folder, student) == 0, student
        except (MissingEntry, AssertionError):
            assert f"for student '{student}'" in said and f"{student}: " in said
            continue
        path = folder / "autograded" / student / NAME / NOTEBOOK
        page = path.read_text(encoding="utf-8")
        assert "Nothing could be graded" in page and words in page, student


@pytest.mark.long
def test_names_that_cannot_be_kept_are_told(graded):
    folder, said, _ = graded
    for name in NAMES:
        if re.search("[\n\ud800-\udfff]", name):
            assert terminal(name, 500) in said
        else:
            assert score(folder, name) == 0


@pytest.mark.long
def test_nothing_but_notebooks_goes_on(graded):
    folder, _, _ = graded
    for here, folders, names in os.walk(folder / "autograded"):
        assert not any(Path(here, name).is_symlink() for name in folders)
        assert set(names) <= {NOTEBOOK, "timestamp.txt"}
        for name in names:
            assert CANARY not in Path(here, name).read_text(encoding="utf-8")
    time = folder / "autograded" / "anna" / NAME / "timestamp.txt"
    assert time.read_text() == "2020-01-02 03:04:05"


@pytest.mark.long
def test_a_newer_hand_in_is_graded_again_and_an_older_one_is_not(graded):
    folder, _, _ = graded
    target = folder / "submitted" / "anna" / NAME
    (target / NOTEBOOK).write_bytes(known_answers.notebook("x = 1"))
    for when, is_newer in (("2020-01-02 03:04:05 UTC", False), ("2020-01-02 03:04:06 UTC", True)):
        (target / "timestamp.txt").write_text(when)
        run_nbgrader(folder, "autograde", NAME, "--student", "anna")
        assert (score(folder, "anna") == 0) == is_newer


def test_a_notebook_of_a_million_cells_is_cut():
    cells = ",".join(['{"cell_type": "raw", "source": "x"}'] * (nbgrader_cells.MAX_CELLS + 10))
    read = nbgrader_cells.plain(f'{{"cells": [{cells}]}}'.encode())
    assert len(read.cells) == nbgrader_cells.MAX_CELLS
    nbformat.validate(read)
