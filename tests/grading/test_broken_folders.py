"""A class full of broken folders: everyone has a row and a reason, and nobody else notices."""

from __future__ import annotations

import csv
import json
import os
import re
import shutil
from dataclasses import replace

import broken_folders
import pytest
from broken_folders import device, empty, link, listening
from conftest import SEED

from autograder.assignment import nbgrader_autograde
from autograder.checking.namespace import WEIGHTS_FILE
from autograder.cli import tables
from autograder.grading import batch, known_answers, results_folder, workers
from autograder.grading.oracle import WEIGHTS
from autograder.reports.class_markdown import class_table
from autograder.reports.record import unreadable
from autograder.reports.text.escape import shown
from autograder.submissions import files

CLASS = ("anna", "zoe.ipynb")  # the first and the last of the good ones
NAMES = ("landmarks.ipynb", WEIGHTS_FILE)
ODD_WEIGHTS = {
    "a folder": empty,
    "a link": link("nothing"),
    "a named pipe": os.mkfifo,
    "a socket": listening,
    "a device": device,
}


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """The good ones' digests, the bank, and all records of the good among the broken."""
    base = tmp_path_factory.mktemp("broken")
    with broken_folders.removed_after(base / "class") as folder:
        _good(folder)
        alone = {one.name: files.take(one).digest for one in _collect(folder)}
        bank = broken_folders.make(folder)
        vanishing = folder / "vanishing.ipynb"
        vanishing.write_bytes(b"{}")
        found = _collect(folder)
        vanishing.unlink()
        terms, source = workers.Terms(SEED), workers.source(2)
        records = batch.grade(found, terms, base / "out", source, lambda record: None)
    return alone, bank, {record.submission: record for record in records}, base / "out"


def _good(folder):
    notebook = known_answers.notebook(*known_answers.reference_cells())
    (folder / "zoe.ipynb").write_bytes(notebook)
    for name in ("anna", *ODD_WEIGHTS):
        (folder / name).mkdir()
        (folder / name / "landmarks.ipynb").write_bytes(notebook)
    shutil.copyfile(WEIGHTS, folder / "anna" / WEIGHTS_FILE)
    for name, make in ODD_WEIGHTS.items():
        make(folder / name / WEIGHTS_FILE)
    (folder / "anna" / "drafts").mkdir()


def _collect(folder):
    found = files.collect([folder])
    for submission in found:
        submission.parts = ("metrics",)  # the others would only take their time
    return found


def test_the_good_ones_keep_what_they_have(graded):
    alone, _, records, _ = graded
    assert set(CLASS) < set(alone)
    for name, digest in alone.items():
        record = records[name]
        assert (record.status, record.score) == ("graded", record.max_score)
        assert record.score > 0 and record.digest == digest
    for kind in ODD_WEIGHTS:
        assert records[kind].notes == [
            f"{WEIGHTS_FILE} is {kind}, not a file, and was passed over."
        ]


def test_everyone_else_has_a_row_and_a_reason(graded):
    alone, bank, among, _ = graded
    assert set(among) == {*alone, *(one.name for one in bank), "vanishing.ipynb"}
    for one in bank:
        record = among[one.name]
        assert (record.status, record.score) in (("unreadable", 0), ("not-graded", None))
        assert re.search(one.words, " ".join(record.notes)), (one.name, record.notes)
        assert sum(map(len, record.notes)) < 3000
    vanished = among["vanishing.ipynb"]
    assert (vanished.status, vanished.score) == ("not-graded", None)
    assert "No such file" in vanished.notes[-1]


def test_results_take_every_name(graded, capsys):
    _, _, among, out = graded
    with open(out / "scores.csv", newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == len({row["folder"].lower() for row in rows}) == len(among)
    for row, (name, record) in zip(rows, among.items(), strict=True):
        folder = out / row["folder"]
        assert json.loads((folder / "report.json").read_bytes())["submission"] == name
        page = (folder / "report.html").read_bytes().decode()
        assert "<script" not in page and (folder / "report.xml").read_bytes().decode()
        assert record.slug == row["folder"] and row["submission"].isprintable()
    table = class_table(list(among.values()))
    table.encode()
    assert "::error" not in table and shown("\udcff") in table
    tables.print_records(list(among.values()), {})
    assert "::error" not in capsys.readouterr().out


@pytest.mark.parametrize("error", [UnicodeEncodeError("utf-8", "", 0, 1, "x"), RecursionError()])
def test_a_record_that_cannot_be_written_is_one_persons_loss(error, tmp_path, monkeypatch):
    for name in ("anna", "bob", "cy"):
        (tmp_path / f"{name}.txt").write_bytes(b"")
    found = files.collect([tmp_path])
    real = results_folder.junit.report

    def failing(view):
        if view["submission"] == "bob.txt" and view["status"] != "not-graded":
            raise error
        return real(view)

    def source(submissions, terms):
        for submission in submissions:
            yield unreadable(files.take(submission), terms.seed, terms.level, "it is no notebook")

    monkeypatch.setattr(results_folder.junit, "report", failing)
    out = tmp_path / "out"
    records = batch.grade(found, workers.Terms(SEED), out, source, lambda record: None)
    assert [(r.slug, r.status, r.score) for r in records] == [
        ("anna-txt", "unreadable", 0),
        ("bob-txt", "not-graded", None),
        ("cy-txt", "unreadable", 0),
    ]
    kept = results_folder.read(out, "bob-txt")
    assert "staff have been told" in kept.notes[0] and repr(error) in kept.kit["problem"]


# ---------------------------------------------------------------- nbgrader's way


@pytest.fixture(scope="module")
def worker():
    worker = OnePart(SEED)
    yield worker
    worker.stop()


class OnePart(workers.Worker):
    """Whoever else has a record of all parts waits for it longer."""

    def grade(self, contents):
        return super().grade(replace(contents, parts=("metrics",)))


@pytest.mark.long
@pytest.mark.parametrize("kind", ODD_WEIGHTS)
def test_nbgrader_is_told_of_odd_weights_and_grades(kind, worker, tmp_path, monkeypatch, caplog):
    import nbformat

    monkeypatch.setattr(nbgrader_autograde, "_worker", lambda: worker)
    data = known_answers.notebook("x = 1")
    (tmp_path / "landmarks.ipynb").write_bytes(data)
    ODD_WEIGHTS[kind](tmp_path / WEIGHTS_FILE)
    student = {"student": os.fsdecode(b"bo\xff"), "notebook": "landmarks", "assignment": "a"}
    resources = {"nbgrader": student, "metadata": {"path": str(tmp_path)}}
    handed_in = files.Submission("bob", "bob", *map(tmp_path.joinpath, NAMES))
    monkeypatch.setattr(
        nbgrader_autograde.GradeWithKit, "_submitted", lambda self, names: handed_in
    )
    preprocessor = nbgrader_autograde.GradeWithKit()
    with caplog.at_level("WARNING"):
        preprocessor.log.propagate = True
        preprocessor.preprocess(nbformat.reads(data.decode(), as_version=4), resources)
    line = f"bo\\udcff: The weights were not taken: {WEIGHTS_FILE} is {kind}, not a file."
    assert line in caplog.text  # escaped, or no log in UTF-8 could hold it
