"""Gradings that are interrupted and go on, are repeated, regraded and waived."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import SEED

from autograder import bank, grading, intake, regrade, store, waivers
from autograder.course import Waiver

TERMS = grading.Terms(SEED)
NME = "def nme(pred, true):\n    return {}\n"
RIGHT = next(cell for cell in bank.reference_cells() if "def nme(" in cell)


@pytest.fixture
def folder(tmp_path):
    """Five small hand-ins: one part right, one wrong, one that is no notebook."""
    folder = tmp_path / "class"
    folder.mkdir()
    imports = "import numpy as np\nimport torch"
    for name, cell in {"ada": RIGHT, "bob": NME.format("1"), "cy": NME.format("2")}.items():
        (folder / f"{name}.ipynb").write_bytes(bank.notebook(imports, cell))
    (folder / "dora.ipynb").write_bytes(bank.notebook("x = 1"))
    (folder / "eve.txt").write_text("no notebook")
    return folder


class Stop(Exception):
    pass


def _grade(folder, out, terms=TERMS, after=99):
    """The submissions graded anew, and all records; raises Stop after so many new ones."""
    graded = []

    def progress(record):
        if not record.parts or record.parts[0].checks:  # whole, so it was graded just now
            graded.append(record.submission)
        if len(graded) == after:
            raise Stop

    return graded, grading.grade(_submissions(folder), terms, out, 1, progress)


def _submissions(folder):
    found = intake.collect([folder])
    for submission in found:
        submission.parts = ("metrics",)  # the others would only take their time
    return found


def _scores(out):
    with open(out / "scores.csv", newline="", encoding="utf-8") as file:
        return {row["submission"]: row["score"] for row in csv.DictReader(file)}


def test_what_is_finished_is_not_graded_again(folder, tmp_path):
    with pytest.raises(Stop):
        _grade(folder, tmp_path / "stopped", after=2)
    assert list(_scores(tmp_path / "stopped")) == ["ada.ipynb", "bob.ipynb"]
    before = (tmp_path / "stopped" / "ada" / "report.html").stat().st_mtime_ns
    graded, _ = _grade(folder, tmp_path / "stopped")
    assert not {"ada.ipynb", "bob.ipynb"} & set(graded)
    assert (tmp_path / "stopped" / "ada" / "report.html").stat().st_mtime_ns == before
    _grade(folder, tmp_path / "whole")
    assert _scores(tmp_path / "stopped") == _scores(tmp_path / "whole")
    assert set(_scores(tmp_path / "whole")) == {path.name for path in folder.iterdir()}

    # What changed is graded again, the rest is not.
    (folder / "bob.ipynb").write_bytes(bank.notebook("import torch", RIGHT))
    graded, records = _grade(folder, tmp_path / "whole")
    assert "bob.ipynb" in graded and "ada.ipynb" not in graded
    assert _scores(tmp_path / "whole")["bob.ipynb"] == _scores(tmp_path / "whole")["ada.ipynb"]
    assert [record.submission for record in records] == sorted(p.name for p in folder.iterdir())

    # Other terms are another grading.
    for terms in (replace(TERMS, seed="another"), replace(TERMS, waivers=(Waiver("a.b", "c"),))):
        kept = (tmp_path / "whole" / "scores.csv").read_bytes()
        with pytest.raises(ValueError, match="another grader"):
            _grade(folder, tmp_path / "whole", terms)
        assert (tmp_path / "whole" / "scores.csv").read_bytes() == kept


def test_a_killed_grading_goes_on(folder, tmp_path):
    """SIGKILL while the second submission is graded; every file that stands is whole."""
    out = tmp_path / "out"
    script = f"""
from pathlib import Path
from test_continuing import TERMS, _submissions
from autograder import grading

def main():
    submissions = _submissions(Path({str(folder)!r}))
    grading.grade(submissions, TERMS, Path({str(out)!r}), 1, lambda record: None)

if __name__ == "__main__":
    main()
"""
    (tmp_path / "run.py").write_text(script)
    environment = {**os.environ, "PYTHONPATH": f"{bank.ROOT}:{Path(__file__).parent}"}
    process = subprocess.Popen([sys.executable, str(tmp_path / "run.py")], env=environment)
    while not (out / "staff" / "ada.json").exists():
        time.sleep(0.01)
        assert process.poll() is None
    process.kill()
    process.wait()
    finished = {path.stem for path in (out / "staff").glob("*.json")}
    for slug in finished:
        json.loads((out / slug / "report.json").read_text())
        assert "</html>" in (out / slug / "report.html").read_text()
    graded, records = _grade(folder, out)
    assert len(records) == 5 and not {f"{slug}.ipynb" for slug in finished} & set(graded)


def test_two_gradings_do_not_write_into_one_folder(folder, tmp_path):
    with store.alone_in(tmp_path / "out"), pytest.raises(ValueError, match="another grading"):
        _grade(folder, tmp_path / "out")


def test_a_damaged_record_is_named(folder, tmp_path):
    (tmp_path / "out" / "staff").mkdir(parents=True)
    path = tmp_path / "out" / "staff" / "ada.json"
    for text in ("", "{}", "[1]", '{"schema": "landmarks-report/1"}'):
        path.write_text(text)
        with pytest.raises(ValueError, match=r"ada\.json"):
            _grade(folder, tmp_path / "out")


# ---------------------------------------------------------------- waivers and regrading


def test_a_waived_check_is_given_to_whoever_tried(grade):
    wrong = grade(bank.notebook("import torch", NME.format("1")))
    untouched = grade(bank.notebook("x = 1"))
    waiver = Waiver("metrics.nme", "the docstring was wrong")
    waived = waivers.apply(wrong, (waiver,))
    points = sum(c.max_score for p in wrong.parts for c in p.checks if c.id == "nme")
    assert points and waived.score == wrong.score + points
    told = {c.waived for p in waived.parts for c in p.checks if c.id == "nme"}
    assert told == {"the docstring was wrong"}
    assert waivers.apply(untouched, (waiver,)).score == 0
    right = grade(bank.notebook("import numpy as np\nimport torch", RIGHT))
    assert waivers.apply(right, (waiver,)).score == right.score


def test_waivers_are_kept_in_the_course_file(tmp_path):
    from autograder import course

    path = tmp_path / "course.toml"
    path.write_text((bank.ROOT / "course.toml").read_text())
    reason = 'it asked for "float64" \\ and 你好,\nwhich nobody said 🙂'
    waivers.add("flip.permutation", reason, path)
    waivers.add("metrics.nme", "x", path)
    assert course.load(path).waivers == (
        Waiver("flip.permutation", " ".join(reason.split())),
        Waiver("metrics.nme", "x"),
    )
    with pytest.raises(ValueError, match=r"metrics\.nme"):
        waivers.add("metrics.mne", "x", path)
    with pytest.raises(ValueError, match="reason"):
        waivers.add("metrics.nme", " ", path)


def test_a_regrade_keeps_what_would_fall(folder, tmp_path):
    """The earlier results are made to look as if another kit had given other scores."""
    old, new = tmp_path / "old", tmp_path / "new"
    _grade(folder, old)
    for slug, score in {"ada": 99, "bob": 0}.items():
        path = old / "staff" / f"{slug}.json"
        record = json.loads(path.read_text())
        record["score"], record["kit"]["checks"] = score, "another"
        path.write_text(json.dumps(record))
    (folder / "cy.ipynb").write_bytes(bank.notebook("import torch", RIGHT))

    _, records = _grade(folder, new)
    changes = regrade.settle(regrade.earlier_results(old, SEED), old, records, new, False)
    assert {change.submission: change.what for change in changes} == {
        "ada.ipynb": "kept",
        "bob.ipynb": "same",
        "cy.ipynb": "new",
        "dora.ipynb": "same",
        "eve.txt": "same",
    }
    assert _scores(new)["ada.ipynb"] == "99"
    kept = store.read(new, "ada")
    assert kept.score == 99 and "another" in kept.kept

    # Asked again with leave to lower, it is graded again and falls.
    graded, records = _grade(folder, new)
    assert "ada.ipynb" in graded and "bob.ipynb" not in graded
    changes = regrade.settle(regrade.earlier_results(old, SEED), old, records, new, True)
    assert changes[0].what == "lower" and _scores(new)["ada.ipynb"] == str(changes[0].new)
    with pytest.raises(ValueError, match="another seed"):
        regrade.earlier_results(old, "another seed")
