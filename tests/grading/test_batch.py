"""Broken hand-ins: each gets its row and status, loses only its part, and disturbs nobody."""

from __future__ import annotations

import csv
import json
import os
import shutil
import subprocess
import sys
import zipfile
from xml.etree import ElementTree

import jsonschema
import pytest
from conftest import SEED
from typer.testing import CliRunner

from autograder.checking import syllabus
from autograder.cli.main import app
from autograder.grading import known_answers
from autograder.grading.oracle import WEIGHTS
from autograder.proof import bank
from autograder.reports.record import student_view
from autograder.submissions import files

SCHEMA = json.loads(
    (known_answers.ROOT / "autograder" / "reports" / "report.schema.json").read_text()
)


def over_reference(*cells: str) -> bytes:
    return known_answers.notebook(*known_answers.reference_cells(), *cells)


def lost_parts(record):
    """Without the capstone, which uses the others' answers and loses with them."""
    lost = {part.id for part in record.parts if part.score < part.max_score}
    return lost - {bank.CAPSTONE}


def _part(view, name):
    return next(part for part in view["parts"] if part["id"] == name)


@pytest.mark.long
def test_reference_gets_everything(grade, reference):
    record = grade(reference)
    assert (record.status, record.score) == ("graded", 100)


def test_stub_gets_nothing_and_is_told_so(grade, stub):
    record = grade(stub)
    assert (record.status, record.score) == ("graded", 0)
    assert {part.status for part in record.parts} == {"not-started"}


def test_realistic_hand_in_is_told_the_right_reasons(grade, first_try):
    record = grade(json.dumps(first_try).encode())
    assert 15 < record.score < 40
    failed = {(p.id, c.id) for p in record.parts for c in p.checks if c.status == "failed"}
    assert failed == {
        ("dataset", "items"),
        ("flip", "pixel_centres"),
        ("encode", "dots"),
        *(("decode", check) for check in ("half_pixel", "sub_pixel", "frame")),
        *(("adaptive_wing", c) for c in ("values", "gradient", "continuity")),
        *(("metrics", check) for check in ("nme", "each_face")),
        *(("dataset", check) for check in ("line_refused", "bad_files")),
    }


@pytest.mark.parametrize(
    ("cell", "part", "words"),
    [
        ("import os\ndef encode(*a):\n    os._exit(0)", "encode", "ended the Python process"),
        ("import os, signal\ndef nme(*a):\n    os.kill(os.getpid(), 11)", "metrics", "crashed"),
        ("import ctypes\ndef nme(*a):\n    ctypes.string_at(0)", "metrics", "SIGSEGV"),
    ],
)
def test_a_crash_costs_its_part_only(grade, cell, part, words):
    record = grade(over_reference(cell))
    assert record.status == "partial" and lost_parts(record) == {part}
    assert record.score == 100 - syllabus.part(part).points
    crashed = next(p for p in record.parts if p.id == part)
    assert crashed.status == "stopped" and words in crashed.checks[0].got


@pytest.mark.long
def test_an_endless_loop_costs_its_part_only(grade):
    loop = "def decode(*a):\n  while True:\n    try:\n      1 / 0\n    except:\n      pass"
    record = grade(over_reference(loop))
    assert record.status == "partial" and lost_parts(record) == {"decode"}
    part = next(p for p in record.parts if p.id == "decode")
    assert "did not come to an end" in part.checks[0].got


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ("def nme(pred, true):\n    return (pred", "syntax error"),
        ("def nme(pred, true):\n    return undefined_thing", "NameError"),
        ("def nme(pred, true):\n    raise SystemExit(0)", "SystemExit"),
        ("def nme(pred):\n    return 1", "TypeError"),
        ("def nme(pred, true):\n    return bytearray(10**11)", "MemoryError"),
        ("def nme(pred, true):\n    print('x' * 10**8)\n    return None", "None"),
        ("nme = 3", "not callable"),
    ],
)
def test_an_error_is_shown_and_costs_its_part_only(grade, cell, words):
    # The broken definition stands in place of the reference's, not over it.
    cells = [text.replace("def nme(", "def old_nme(") for text in known_answers.reference_cells()]
    record = grade(known_answers.notebook(*cells, cell))
    assert record.status == "graded" and lost_parts(record) == {"metrics"}
    shown = next(p for p in record.parts if p.id == "metrics").checks[0]
    assert words in shown.got
    hidden = next(c for c in _part(student_view(record), "metrics")["checks"] if "got" not in c)
    assert hidden["visibility"] == "hidden"


@pytest.mark.parametrize("data", [b"", b"hello", b'{"cells": []}', b"[" * 100_000])
def test_what_is_no_notebook_is_unreadable(grade, data):
    record = grade(data)
    assert (record.status, record.score) == ("unreadable", 0)


def test_a_failing_grader_is_not_the_students_fault(monkeypatch):
    from autograder.grading import judge
    from autograder.sandbox.client import ForkServerError

    class Broken:
        def __init__(self, level):
            raise ForkServerError("no memory")

    monkeypatch.setattr(judge, "ForkServer", Broken)
    path = known_answers.ROOT / "student" / "landmarks.ipynb"
    record = judge.Judge(SEED, lambda respondent, parts: []).grade(
        files.take(files.submission(path))
    )
    assert (record.status, record.score) == ("not-graded", None)


@pytest.mark.long
def test_a_fork_server_that_dies_on_the_way_costs_nobody_points(tmp_path):
    """One part ends its child; the fork server dies before the next; the second try counts."""
    path = tmp_path / "submission.ipynb"
    path.write_bytes(over_reference("import os\ndef encode(*a):\n    os._exit(0)"))
    script = f"""
import os, signal, sys
from pathlib import Path
from autograder.submissions import files as intake
from autograder.sandbox.client import ForkServer
from autograder.grading.judge import Judge, with_judge

deaths = []
real = ForkServer.child

def dying(self):
    if len(deaths) == 1:
        self._process.kill()
    deaths.append(1)
    return real(self)

ForkServer.child = dying

def work(judge):
    record = judge.grade(intake.take(intake.submission(Path({str(path)!r}))))
    print(record.status, record.score, len(deaths))

with_judge("seed", work)
"""
    result = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        cwd=known_answers.ROOT,
        check=False,
    )
    # Children: one, one that never came, and in the second try one, its successor, and one for
    # hidden questions.
    assert result.stdout.split() == ["partial", "88", "5"], result.stderr


def test_our_own_failure_never_counts_as_a_wrong_answer():
    script = """
from autograder.sandbox.client import ForkServerError
from autograder.grading.oracle import Oracle
from autograder.grading.pytest_session import with_checks

class Gone:
    def begin(self, part, hidden): pass
    def reply(self, question, inputs): raise ForkServerError("gone")

def work(run_checks):
    try:
        run_checks(Gone(), ["flip"])
    except ForkServerError:
        print("not graded")

with_checks("seed", Oracle(), work)
"""
    result = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        cwd=known_answers.ROOT,
        check=False,
    )
    assert result.stdout.strip() == "not graded", result.stderr


# ---------------------------------------------------------------- a whole folder


@pytest.fixture(scope="module")
def folder(tmp_path_factory, reference):
    folder = tmp_path_factory.mktemp("class")
    (folder / "good.ipynb").write_bytes(reference)
    (folder / "=cmd|'x'!A1 <b>.ipynb").write_bytes(reference)
    for name in ("good", "=cmd|'x'!A1 <b>", "two/weights"):
        (folder / name).parent.mkdir(exist_ok=True)
        shutil.copyfile(WEIGHTS, folder / f"{name}.safetensors")
    (folder / "essay.txt").write_text("My essay")
    (folder / "empty.ipynb").write_bytes(b"")
    os.mkfifo(folder / "pipe.ipynb")
    (folder / "link.ipynb").symlink_to("/etc/passwd")
    (folder / "nobody").mkdir()
    for number, name in enumerate(["old.ipynb", "new.ipynb"]):
        path = folder / "two" / name
        path.write_bytes(reference if name == "new.ipynb" else b"")
        os.utime(path, (number, number))
    (folder / ".hidden.ipynb").write_bytes(b"")
    return folder


@pytest.fixture(scope="module")
def graded(folder, tmp_path_factory):
    out = tmp_path_factory.mktemp("out") / "results"
    result = CliRunner().invoke(app, ["grade", str(folder), "--out", str(out), "--workers", "2"])
    assert result.exit_code == 1, result.output
    return out


def test_everybody_has_a_row(graded):
    with open(graded / "scores.csv", newline="", encoding="utf-8") as file:
        rows = {row["submission"]: row for row in csv.DictReader(file)}
    statuses = {name: (row["status"], row["score"]) for name, row in rows.items()}
    assert statuses == {
        "good.ipynb": ("graded", "100"),
        "'=cmd|'x'!A1 <b>.ipynb": ("graded", "100"),
        "essay.txt": ("unreadable", "0"),
        "empty.ipynb": ("unreadable", "0"),
        "pipe.ipynb": ("unreadable", "0"),
        "link.ipynb": ("unreadable", "0"),
        "nobody": ("unreadable", "0"),
        "two": ("graded", "100"),
    }


def test_reports_follow_the_schema_and_stand_in_safe_folders(graded):
    folders = [path for path in graded.iterdir() if path.is_dir() and path.name != "staff"]
    assert len(folders) == 8
    for path in folders:
        assert all(c.isalnum() or c in "-_" for c in path.name)
        jsonschema.validate(json.loads((path / "report.json").read_text()), _ref("student"))
        jsonschema.validate(
            json.loads((graded / "staff" / f"{path.name}.json").read_text()), _ref("staff")
        )


def _ref(name):
    return {"$ref": f"#/$defs/{name}", "$defs": SCHEMA["$defs"]}


def test_pages_escape_names_and_run_nothing(graded):
    pages = [*graded.glob("*/report.html"), graded / "staff" / "class.html"]
    assert len(pages) == 9
    for page in pages:
        text = page.read_text(encoding="utf-8")
        assert "default-src 'none'" in text
        assert "<script" not in text and "<b>.ipynb" not in text


def test_two_notebooks_in_a_folder_are_told(graded):
    notes = json.loads((graded / "two" / "report.json").read_text())["notes"]
    assert len(notes) == 1 and "2 notebooks" in notes[0] and "new.ipynb" in notes[0]


def test_each_report_is_there_for_ci_too(graded):
    """Every check a test case, with the verdict that the report has."""
    for path in graded.glob("*/report.xml"):
        view = json.loads(path.with_name("report.json").read_text())
        checks = [check for part in view["parts"] for check in part["checks"]]
        cases = list(ElementTree.parse(path).iter("testcase"))
        assert len(cases) == max(1, len(checks))
        passed = [case.get("name") for case in cases if len(case) == 0]
        wanted = [f"{c['title']} ({c['visibility']})" for c in checks if c["status"] == "passed"]
        assert passed == wanted
    assert len(list(graded.glob("*/report.xml"))) == 8


def test_students_see_nothing_hidden(grade, first_try):
    """No hidden input, value or message: only title, property, hint."""
    record = grade(json.dumps(first_try).encode())
    for part in student_view(record)["parts"]:
        for check in part["checks"]:
            if check["visibility"] == "hidden":
                assert not {"case", "expected", "got", "why", "staff"} & check.keys()


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["grade", "/nowhere/at/all", "--out", "x"], 2),
        (["grade", "--out", "x"], 2),
        (["grade"], 2),
        (["--help"], 0),
        (["grade", "--help"], 0),
    ],
)
def test_wrong_usage_is_two(arguments, code, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert CliRunner().invoke(app, arguments).exit_code == code


def test_slugs_are_safe_and_unique(tmp_path):
    names = [
        "a.ipynb",
        "A.ipynb",
        "a!.ipynb",
        "staff.ipynb",
        "é",
        "日本.ipynb",
        "x" * 120 + ".ipynb",
    ]
    for name in names:
        (tmp_path / name).write_bytes(b"")
    slugs = [submission.slug for submission in files.collect([tmp_path])]
    assert len({slug.lower() for slug in slugs}) == len(names)
    assert all(len(slug) < 70 and slug.lower() != "staff" for slug in slugs)


def test_equal_names_are_told_apart(tmp_path):
    paths = [
        tmp_path / f"student {number % 299}" / str(number) / "hw.ipynb" for number in range(300)
    ]
    for path in paths:
        path.parent.mkdir(parents=True)
        path.write_bytes(b"")
    found = files.collect(paths)
    assert [submission.name for submission in found] == [f"{n}/hw.ipynb" for n in range(300)]
    twice = files.collect([paths[0], paths[0]])
    assert len({submission.slug for submission in [*found, twice[1]]}) == 301


def test_archives_and_odd_paths_are_refused_unread(tmp_path):
    """Nothing is unpacked, so a bomb stays a small file; `..` names nobody's folder."""
    bomb = tmp_path / "bomb.ipynb"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("landmarks.ipynb", b"\0" * 10**8)
    (tmp_path / "bomb.zip").write_bytes(bomb.read_bytes())
    (tmp_path / "..ipynb").write_bytes(b"{}")
    (tmp_path / "inner").mkdir()
    found = {s.name: s for s in files.collect([tmp_path, tmp_path / "inner" / ".."])}
    assert "not a notebook" in files.take(found[f"{tmp_path.name}/bomb.zip"]).refused
    assert all(s.slug not in ("", ".", "..") and "/" not in s.slug for s in found.values())


def test_too_large_a_notebook_is_refused(tmp_path):
    path = tmp_path / "big.ipynb"
    with open(path, "wb") as file:
        file.truncate(files.MAX_NOTEBOOK + 1)
    assert "MiB" in files.take(files.submission(path)).refused
