"""Gradings that are interrupted and go on, are repeated, regraded and waived.

CLASS=1000 python -m pytest tests/grading/test_continuing.py -k large is the long form: a class of a
thousand, killed twice and continued.
"""

from __future__ import annotations

import csv
import itertools
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import FIXTURES, SEED, copy_of_the_kit

from autograder import kit
from autograder.course import Waiver
from autograder.grading import batch, known_answers, regrade, results_folder, waivers, workers
from autograder.reports import pages
from autograder.reports.record import Record, student_view
from autograder.sandbox.confinement import FULL, NONE
from autograder.submissions import files

CLASS = int(os.environ.get("CLASS", "0"))
TRAINED = ("training", "trained")
TERMS = workers.Terms(SEED)
NME = "def nme(pred, true):\n    return {}\n"
RIGHT = next(cell for cell in known_answers.reference_cells() if "def nme(" in cell)


@pytest.fixture
def folder(tmp_path):
    """Five small hand-ins: one part right, one wrong, one that is no notebook."""
    folder = tmp_path / "class"
    folder.mkdir()
    imports = "import numpy as np\nimport torch"
    for name, cell in {"ada": RIGHT, "bob": NME.format("1"), "cy": NME.format("2")}.items():
        (folder / f"{name}.ipynb").write_bytes(known_answers.notebook(imports, cell))
    (folder / "dora.ipynb").write_bytes(known_answers.notebook("x = 1"))
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

    return graded, batch.grade(_submissions(folder), terms, out, workers.source(1), progress)


def _submissions(folder):
    found = files.collect([folder])
    for submission in found:
        submission.parts = ("metrics",)  # the others would only take their time
    return found


def _scores(out):
    with open(out / "scores.csv", newline="", encoding="utf-8") as file:
        return {row["submission"]: row["score"] for row in csv.DictReader(file)}


@pytest.mark.long
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
    (folder / "bob.ipynb").write_bytes(known_answers.notebook("import torch", RIGHT))
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


@pytest.mark.long
def test_results_of_another_painter_are_not_continued(folder, tmp_path, monkeypatch):
    """Hidden faces come from it, so the same answer may get other points."""
    _grade(folder, tmp_path / "out")
    copy = copy_of_the_kit(tmp_path / "kit")
    ours = kit.versions()
    for painter, is_same in (("", True), ("\n# another skin\n", False)):
        with open(copy / "data_stub" / "skin.py", "a", encoding="utf-8") as file:
            file.write(painter)
        versions = ours | {"checks": kit.digest(copy)}
        monkeypatch.setattr(kit, "versions", lambda versions=versions: versions)
        if is_same:
            assert _grade(folder, tmp_path / "out")[0].count("ada.ipynb") == 0
        else:
            with pytest.raises(ValueError, match="another grader"):
                _grade(folder, tmp_path / "out")


@pytest.mark.long
def test_a_killed_grading_goes_on(folder, tmp_path):
    """SIGKILL while the second submission is graded; every file that stands is whole."""
    out = tmp_path / "out"
    process = _python(f"""
from pathlib import Path
from test_continuing import TERMS, _submissions
from autograder.grading import batch, workers

submissions = _submissions(Path({str(folder)!r}))
batch.grade(submissions, TERMS, Path({str(out)!r}), workers.source(1), lambda record: None)
""")
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


@pytest.mark.long
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_grading_that_is_stopped_writes_the_class_first(number, tmp_path):
    """Even if everything is told twice, as `timeout` does: the process, and then its group."""
    folder, out = tmp_path / "class", tmp_path / "out"
    folder.mkdir()
    (folder / "ada.txt").write_text("no notebook")
    slow = "import time\ndef nme(pred, true):\n    time.sleep(60)\n"
    (folder / "bob.ipynb").write_bytes(known_answers.notebook(slow))
    command = [sys.executable, "-m", "autograder", "grade", folder, "--out", out, "--workers", "2"]
    process = subprocess.Popen(
        command,
        cwd=known_answers.ROOT,
        start_new_session=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # a job's `&` ignores it
        stdout=subprocess.PIPE,
        text=True,
    )
    while not (out / "staff" / "ada-txt.json").exists():
        time.sleep(0.05)
        assert process.poll() is None
    process.send_signal(number)
    os.killpg(process.pid, number)
    time.sleep(0.5)
    with suppress(ProcessLookupError):
        os.killpg(process.pid, number)
    said, _ = process.communicate(timeout=300)
    assert process.returncode == 130 and "the same command grades the rest" in said
    assert _scores(out) == {"ada.txt": "0"}  # nobody waited for bob
    assert "ada.txt" in (out / "staff" / "class.html").read_text(encoding="utf-8")


def _python(script, **options):
    """A process that runs this, with the kit and these tests to import."""
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(
            map(str, (known_answers.ROOT, Path(__file__).parent, Path(__file__).parents[1]))
        ),
    }
    return subprocess.Popen([sys.executable, "-c", script], env=environment, **options)


def test_two_gradings_do_not_write_into_one_folder(folder, tmp_path):
    with (
        results_folder.alone_in(tmp_path / "out"),
        pytest.raises(ValueError, match="another grading"),
    ):
        _grade(folder, tmp_path / "out")


def test_a_damaged_record_is_named(folder, tmp_path):
    (tmp_path / "out" / "staff").mkdir(parents=True)
    path = tmp_path / "out" / "staff" / "ada.json"
    for text in ("", "{}", "[1]", '{"schema": "landmarks-report/1"}'):
        path.write_text(text)
        with pytest.raises(ValueError, match=r"ada\.json"):
            _grade(folder, tmp_path / "out")


# ---------------------------------------------------------------- waivers and regrading


@pytest.mark.long
def test_a_waived_check_is_given_to_whoever_tried(grade):
    wrong = grade(known_answers.notebook("import torch", NME.format("1")))
    untouched = grade(known_answers.notebook("x = 1"))
    waiver = Waiver("metrics.nme", "the docstring was wrong")
    waived = waivers.apply(wrong, (waiver,))
    points = sum(c.max_score for p in wrong.parts for c in p.checks if c.id == "nme")
    assert points and waived.score == wrong.score + points
    told = {c.waived for p in waived.parts for c in p.checks if c.id == "nme"}
    assert told == {"the docstring was wrong"}
    assert waivers.apply(untouched, (waiver,)).score == 0
    right = grade(known_answers.notebook("import numpy as np\nimport torch", RIGHT))
    assert waivers.apply(right, (waiver,)).score == right.score


def test_waivers_are_kept_in_the_course_file(tmp_path):
    from autograder import course

    path = tmp_path / "course.toml"
    path.write_text((known_answers.ROOT / "course.toml").read_text())
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


@pytest.mark.long
def test_a_regrade_keeps_what_would_fall(folder, tmp_path):
    """The earlier results are made to look as if another kit had given other scores."""
    old, new = tmp_path / "old", tmp_path / "new"
    _grade(folder, old)
    for slug, score in {"ada": 99, "bob": 0}.items():
        path = old / "staff" / f"{slug}.json"
        record = json.loads(path.read_text())
        record["score"], record["kit"]["checks"] = score, "another"
        path.write_text(json.dumps(record))
    (folder / "cy.ipynb").write_bytes(known_answers.notebook("import torch", RIGHT))

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
    kept = results_folder.read(new, "ada")
    assert kept.score == 99 and "another" in kept.kept

    # Asked again with leave to lower, it is graded again and falls.
    graded, records = _grade(folder, new)
    assert "ada.ipynb" in graded and "bob.ipynb" not in graded
    changes = regrade.settle(regrade.earlier_results(old, SEED), old, records, new, True)
    assert changes[0].what == "lower" and _scores(new)["ada.ipynb"] == str(changes[0].new)
    with pytest.raises(ValueError, match="another seed"):
        regrade.earlier_results(old, "another seed")


# ---------------------------------------------------------------- a large class


@pytest.mark.skipif(not CLASS, reason="a quarter of an hour; CLASS=1000 runs it")
def test_a_large_class_killed_twice_gets_the_scores_of_one_that_was_not(tmp_path, capsys):
    """Answers of the banks, each in the parts it can change, but for those that train."""
    times = {"whole": _run_class(tmp_path, "whole")}
    for share in (1 / 3, 2 / 3):
        times[f"killed at {share:.0%}"] = _run_class(tmp_path, "killed", int(share * CLASS))
    times["the rest"] = _run_class(tmp_path, "killed")
    with capsys.disabled():
        for name, (seconds, memory) in times.items():
            print(f"\n{name}: {seconds:.0f} s; MiB after every tenth: {memory}", end="")
    assert len(_scores(tmp_path / "whole")) == CLASS
    assert _scores(tmp_path / "killed") == _scores(tmp_path / "whole")


def _class(folder):
    """So many submissions under different names."""
    answers = [
        a for kind in ("wrong", "valid") for a in known_answers.load(kind) if a.part not in TRAINED
    ]
    folder.mkdir(exist_ok=True)
    found = []
    for number, answer in zip(range(CLASS), itertools.cycle(answers), strict=False):
        path = folder / f"{number:04}-{answer.name}.ipynb"
        if not path.exists():
            path.write_bytes(known_answers.submission(answer))
        found.append(files.submission(path))
        found[-1].parts = tuple(
            part for part in known_answers.touches(answer) if part not in TRAINED
        )
    return found


def _run_class(folder, out, kill_at=None):
    """Grade in a process of its own; seconds, and what it holds with its workers on the way."""
    script = f"""
import os
from itertools import count
from pathlib import Path
from test_continuing import CLASS, TERMS, _class
from autograder.grading import batch, workers
from autograder.proof.bench.usage import mib
from autograder.sandbox.supervisor import Tree

number, trees = count(1), {{os.getpid(): Tree(os.getpid())}}
def progress(record):
    if next(number) % max(1, CLASS // 10) == 0:
        print(round(mib(trees)), end=" ", flush=True)

submissions = _class(Path({str(folder / "class")!r}))
batch.grade(submissions, TERMS, Path({str(folder / out)!r}), workers.source(2), progress)
"""
    started = time.monotonic()
    process = _python(script, stdout=subprocess.PIPE)
    while kill_at and len(list((folder / out / "staff").glob("*.json"))) < kill_at:
        time.sleep(0.2)
        assert process.poll() is None
    if kill_at:
        process.kill()
    said, _ = process.communicate()
    assert kill_at or process.returncode == 0
    return time.monotonic() - started, said.decode().strip()


# ---------------------------------------------------------------- results of earlier versions

FORM_4 = FIXTURES / "results_of_form_4"  # as the version before the sandbox had its name wrote them


@pytest.mark.parametrize("folder", ["graded", "unwalled"])
def test_results_of_form_4_can_be_read(folder):
    records = {record.slug: record for record in results_folder.read_all(FORM_4 / folder)}
    rows = _scores(FORM_4 / folder)
    assert {r.submission: str(r.score) for r in records.values()} == rows and len(rows) == 4
    with open(FORM_4 / folder / "scores.csv", newline="", encoding="utf-8") as file:
        statuses = {row["submission"]: row["status"] for row in csv.DictReader(file)}
    for record in records.values():
        assert record.status == statuses[record.submission].replace("unwalled", "unsandboxed")
        assert record.as_dict() == Record.from_dict(record.as_dict()).as_dict()
        assert pages.student_page(student_view(record), {})
    walls = {"graded": FULL, "unwalled": NONE}
    assert {record.sandbox for record in records.values()} == {walls[folder]}
    assert pages.class_page(list(records.values()), {})


@pytest.mark.long
def test_results_of_form_4_are_regraded(tmp_path):
    """The same answers get the same points; nobody continues them by accident."""
    _, records = _grade(FORM_4 / "class", tmp_path / "new")
    earlier = regrade.earlier_results(FORM_4 / "graded", SEED)
    changes = regrade.settle(earlier, FORM_4 / "graded", records, tmp_path / "new", False)
    # Two had points by a waiver, which this grading does not have.
    assert {change.submission: (change.what, change.old) for change in changes} == {
        "ada.ipynb": ("same", 7),
        "bob.ipynb": ("kept", 3),
        "cy.ipynb": ("kept", 3),
        "eve.txt": ("same", 0),
    }
    shutil.copytree(FORM_4 / "graded", tmp_path / "old")
    with pytest.raises(ValueError, match="another grader"):
        _grade(FORM_4 / "class", tmp_path / "old")
