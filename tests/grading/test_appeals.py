"""One check on one submission again, for an appeal."""

from __future__ import annotations

import json
import subprocess
import sys

import numpy as np
import pytest
from conftest import SEED

from autograder.checking import syllabus
from autograder.grading import known_answers
from autograder.grading.appeals import explain
from autograder.grading.workers import Terms


@pytest.mark.long
def test_every_case_is_shown_and_saved(tmp_path):
    answer = next(a for a in known_answers.load("wrong") if a.name == "flip_about_the_wrong_axis")
    path = tmp_path / "anna.ipynb"
    path.write_bytes(known_answers.submission(answer))
    script = f"""
import json
from dataclasses import asdict
from pathlib import Path
from autograder.grading.appeals import explain
from autograder.grading.workers import Terms

out = Path({str(tmp_path / "out")!r})
cases = explain(Path({str(path)!r}), "flip.points", Terms({SEED!r}), out)
print(json.dumps([asdict(case) for case in cases], default=str))
"""
    run = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        cwd=known_answers.ROOT,
        check=True,
    )
    cases = json.loads(run.stdout)
    assert {case["hidden"] for case in cases} == {False, True}
    assert not any(case["passed"] for case in cases)
    for case in cases:
        assert case["asked"] and case["expected"] and case["got"]
        arrays = np.load(case["files"][0])
        assert arrays["0.inputs.points"].shape == (98, 2)
        names = {name for name in arrays if ".got.answer." in name}
        assert names and all(name.replace(".got.", ".want.") in arrays for name in names)


def test_what_cannot_be_explained_is_told(tmp_path):
    (tmp_path / "anna.txt").write_text("x")
    with pytest.raises(ValueError, match=r"flip\.points"):
        explain(tmp_path / "anna.txt", "flip.no_such", Terms(SEED), tmp_path)
    with pytest.raises(ValueError, match="not a notebook"):
        explain(tmp_path / "anna.txt", "flip.points", Terms(SEED), tmp_path)
    for part in syllabus.parts():
        assert syllabus.split_name(f"{part.id}.{part.checks[0].id}") == (part.id, part.checks[0].id)
