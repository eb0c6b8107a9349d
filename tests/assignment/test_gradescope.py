"""The autograder for Gradescope, unpacked and run in a mock of the folders it has there."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import SEED
from graded_class import record

from autograder import course
from autograder.assignment.gradescope import archive, run
from autograder.checking import syllabus
from autograder.grading.oracle import WEIGHTS
from autograder.reports.gradebooks.gradescope import results
from autograder.reports.record import student_view, ungraded, unreadable
from autograder.submissions.files import Contents

CONTENTS = Contents("submission", "submission", b"{}")


def whole(id):
    """Of these, "0017" failed a check, and "0021" did not start the first part."""
    return record(CONTENTS, id)


def part_of(found, contents):
    (id,) = contents.parts
    own = [part for part in found.parts if part.id == id]
    return replace(
        found,
        parts=own,
        score=sum(part.score for part in own),
        max_score=sum(part.max_score for part in own),
    )


def fits(data):
    """As Gradescope documents results.json."""
    assert data["visibility"] == "visible" and data["stdout_visibility"] == "hidden"
    numbers = [test["number"] for test in data["tests"]]
    assert numbers == sorted(set(numbers)) and isinstance(data["output"], str)
    for test in data["tests"]:
        assert 0 <= test["score"] <= test["max_score"]
        assert test["status"] in ("passed", "failed")
        assert test["visibility"] in ("visible", "after_published")
    assert sum(test["score"] for test in data["tests"]) == data["score"] or not data["tests"]
    return data


@pytest.mark.parametrize("id", ["0017", "0018", "0021"])
def test_after_each_part_all_is_told(id):
    found = whole(id)
    steps = list(run.by_parts(CONTENTS, lambda c: part_of(found, c), (), time.monotonic() + 99))
    assert len(steps) == len(syllabus.parts())
    for count, step in enumerate(steps, start=1):
        data = fits(results(step, 1.0))
        open_ones = [test for test in data["tests"] if "before it came to" in test["output"]]
        assert len(open_ones) == len(syllabus.parts()) - count
        assert sum(test["max_score"] for test in data["tests"]) == syllabus.TOTAL
    assert student_view(steps[-1])["parts"] == student_view(found)["parts"]
    assert (steps[-1].score, steps[-1].status) == (found.score, found.status)


def test_hidden_checks_wait_and_tell_nothing_of_their_cases():
    found = whole("0017")
    for part in found.parts:
        for check in part.checks:
            check.status, check.case, check.got = "failed", "secret", "secret"
            check.score = 0
    found.score = 0
    for test in fits(results(found, 1.0))["tests"]:
        is_hidden = test["name"].endswith("(hidden)")
        assert test["visibility"] == ("after_published" if is_hidden else "visible")
        assert ("secret" in test["output"]) != is_hidden


def test_no_part_is_begun_too_late():
    found = whole("0018")
    late = list(run.by_parts(CONTENTS, lambda c: part_of(found, c), (), time.monotonic() - 1))
    assert [len(step.parts) for step in late] == [1]


def test_what_cannot_be_graded_is_told_once():
    why = unreadable(CONTENTS, SEED, "full", "it is \x1b no notebook")
    (step,) = run.by_parts(CONTENTS, lambda contents: why, (), time.monotonic() + 99)
    data = fits(results(step, 1.0))
    assert (data["score"], data["tests"]) == (0, []) and "\\x1b no notebook" in data["output"]


def test_our_own_failure_leaves_no_results(tmp_path, monkeypatch, capsys):
    (tmp_path / "submission").mkdir()
    out = tmp_path / "results" / "results.json"
    graded = whole("0018")

    class Failing:
        def __init__(self, seed, level):
            self.left = 2

        def grade(self, contents):
            self.left -= 1
            if self.left:
                return part_of(graded, contents)
            assert out.exists()
            return ungraded(contents, SEED, "full", "no memory")

        def stop(self):
            pass

    monkeypatch.setattr(run, "Worker", Failing)
    monkeypatch.setattr(run, "require_sandbox", lambda namespaces_optional: "full")
    monkeypatch.setattr(run.course, "secret_seed", lambda settings: SEED)
    assert run.main(tmp_path) == 1 and not out.exists()
    assert "not graded: no memory" in capsys.readouterr().out


def test_a_seed_outside_the_kit_is_told(tmp_path):
    (tmp_path / "seed").write_text("x")
    settings = replace(course.load(), seed_file=tmp_path / "seed")
    with pytest.raises(ValueError, match="lies outside the kit"):
        archive.write(tmp_path / "x.zip", settings)


@pytest.mark.parametrize("name", ["setup.sh", "run_autograder.sh"])
def test_the_programs_are_valid_bash(name):
    path = Path(archive.__file__).with_name(name)
    subprocess.run(["bash", "-n", path], check=True)


# ---------------------------------------------------------------- unpacked


@pytest.fixture
def container(monkeypatch):
    """The folders of a container, with an interpreter in the place of what setup.sh installs."""
    with tempfile.TemporaryDirectory() as name:
        base = Path(name) / "autograder"
        base.mkdir()
        os.chmod(name, 0o755)  # a submission's process is another user
        monkeypatch.setattr(course, "secret_seed", lambda settings: SEED)
        settings = replace(course.load(), seed_file=None)
        archive.write(base / "x.zip", settings)
        with zipfile.ZipFile(base / "x.zip") as packed:
            names = packed.namelist()
            packed.extractall(base / "source")
        assert {"setup.sh", "run_autograder"} <= set(names)
        toml = base / "source" / "kit" / "course.toml"
        (base / "source" / "kit" / ".secrets").mkdir()
        (base / "source" / "kit" / ".secrets" / "course-seed").write_text(SEED)
        assert "seed_file" in toml.read_text()
        shutil.copyfile(base / "source" / "run_autograder", base / "run_autograder")
        (base / "run_autograder").chmod(0o755)
        python = base / "source" / "venv" / "bin" / "python"
        python.parent.mkdir(parents=True)
        python.write_text(f'#!/bin/sh\nexec {sys.executable} "$@"\n')
        python.chmod(0o755)
        (base / "submission").mkdir()
        (base / "results").mkdir()
        yield base


@pytest.mark.long
def test_it_grades_in_a_container_as_here(container, grade, first_try):
    notebook = json.dumps(first_try).encode()
    (container / "submission" / "answers.ipynb").write_bytes(notebook)
    shutil.copyfile(WEIGHTS, container / "submission" / "weights (1).safetensors")
    done = subprocess.run(
        ["./run_autograder"], cwd=container, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    data = fits(json.loads((container / "results" / "results.json").read_text()))
    here = grade(notebook)
    assert data["score"] == here.score
    there = {(t["extra_data"]["part"], t["name"]): t["score"] for t in data["tests"]}
    assert there == {
        (part.id, f"{part.title}: {check.title} ({check.visibility})"): check.score
        for part in here.parts
        for check in part.checks
    }
    assert os.listdir(container / "results") == ["results.json"]
