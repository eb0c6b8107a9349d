"""The bench's arithmetic and the peers' notebook; what it measures is not asserted."""

from __future__ import annotations

import doctest
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from autograder.checking import syllabus
from autograder.grading import known_answers
from autograder.parts.benchmark import SIX, TESTS
from autograder.proof.bench import other_graders, timing
from autograder.proof.bench.timing import Table
from autograder.proof.bench.usage import Peak, Run


def test_a_slope_does_not_hold_what_starting_costs():
    steady = tuple(30 + 0.25 * number for number in range(1, 25))
    run = Run(steady, 40.0, 100.0)
    assert run.slope(8, 24) == pytest.approx(0.25)
    assert run.start(8, 24) == pytest.approx(30)
    assert Run((2.0, 5.0, 6.0), 6.0, 0.0).slope(1, 3) == pytest.approx(2)


def test_memory_counts_descendants():
    grandchild = "import time; block = bytearray(2**26); print(flush=True); time.sleep(60)"
    child = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {grandchild!r}])"
    process = subprocess.Popen([sys.executable, "-c", child], stdout=subprocess.PIPE)
    try:
        assert process.stdout is not None
        process.stdout.readline()
        with Peak(process.pid) as peak:
            pass
    finally:
        for pid in (*peak._trees[process.pid].members(), process.pid):
            subprocess.run(["kill", str(pid)], check=False)
        process.wait()
    assert 64 < peak.mib < 200


# ---------------------------------------------------------------- the six functions


def test_the_six_checks_are_in_the_syllabus_and_test_what_the_peers_test():
    assert len(SIX) == len(TESTS) == 6
    for check in SIX:
        part, name = check.split(".")
        assert syllabus.check(part, name).public and syllabus.check(part, name).hidden
    assert set(TESTS) <= {name for part in timing.PARTS for name in syllabus.part(part).answers}


@pytest.fixture(scope="module")
def cells():
    return [cell.source for cell in other_graders.notebook().cells]


@pytest.fixture
def namespace(cells):
    """What the answers' cells define."""
    names: dict = {"__name__": "__main__"}
    for cell in cells[: -len(TESTS)]:
        exec(cell, names)
    return names


def test_right_answers_pass_every_cell(cells, namespace):
    assert cells[-len(TESTS) :] == list(TESTS.values())
    for cell in cells[-len(TESTS) :]:
        assert "assert " in cell
        exec(cell, namespace)
    assert not any("SOLUTION" in cell for cell in cells)  # nbgrader would cut it out


@pytest.mark.parametrize("check", SIX)
def test_the_peers_notice_mistakes_too(check, namespace):
    """At least one of the wrong answers that this kit's check is known to notice."""
    part, name = check.split(".")
    answers = [a for a in known_answers.load("wrong") if a.part == part and name in a.loses]
    noticed = []
    for answer in answers[:12]:
        names = dict(namespace)
        exec(answer.source, names)
        for test in TESTS.values():
            try:
                exec(test, names)
            except Exception:
                noticed.append(answer.name)
    assert noticed


@pytest.mark.parametrize("name", TESTS)
def test_otter_gets_the_same_test_as_a_doctest(name, namespace):
    written: dict = {}
    exec(other_graders.otter_test(name), written)
    assert written["OK_FORMAT"] is True and written["test"]["name"] == name
    (case,) = written["test"]["suites"][0]["cases"]
    example = doctest.DocTestParser().get_doctest(case["code"], namespace, name, None, None)
    assert len(example.examples) == TESTS[name].count("\n")
    assert doctest.DocTestRunner(verbose=False).run(example).failed == 0


def test_this_kit_runs_only_the_six_checks_on_the_same_notebook(grade):
    notebook = nbformat.writes(other_graders.notebook()).encode()
    record = grade(notebook, parts=timing.PARTS, checks=SIX)
    assert tuple(part.id for part in record.parts) == tuple(
        part.id for part in syllabus.parts() if part.id in timing.PARTS
    )
    for part in record.parts:
        for check in part.checks:
            asked = f"{part.id}.{check.id}" in SIX
            assert check.status == ("passed" if asked else "not-run")


# ---------------------------------------------------------------- the tables


def test_graders_take_turns_in_fresh_folders(tmp_path):
    seen: list[tuple[str, Path]] = []

    def grader(name):
        def graded(folder):
            assert folder.is_dir() and not list(folder.iterdir())
            (folder / "left").write_text("")
            seen.append((name, folder))
            return Run((float(len(seen)),), 1.0, 1.0)

        return graded

    said: list[str] = []
    graders = {name: grader(name) for name in ("a", "b")}
    runs = timing.in_turns(graders, 2, tmp_path, said.append)
    assert [name for name, _ in seen] == ["a", "b", "a", "b"]
    assert len({folder for _, folder in seen}) == 4 and not list(tmp_path.iterdir())
    assert [one.stored for one in runs["b"]] == [(2.0,), (4.0,)]
    assert said[-1] == "b: run 2 of 2"


def test_a_table_in_markdown(tmp_path):
    once = Run((0.5, 1.0), 1.2, 300.0, html=0.01)
    rows: list[timing.Row] = [{"grader": "a", "s": 0.04567}, {"grader": "b", "s": 123.456}]
    table = Table("Cost", rows, ["A note."], {"a": [once]})
    timing.write([table], {"cores": "2", "Python": "3.11"}, tmp_path)
    text = (tmp_path / "bench.md").read_text()
    assert "on cores 2, Python 3.11" in text.splitlines()[0]
    assert "| grader | s |\n| --- | --- |\n| a | 0.0457 |\n| b | 123 |\n\nA note.\n" in text
    assert '"html": 0.01' in (tmp_path / "bench.json").read_text()


def test_otter_is_found_or_not(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(sys, "executable", str(tmp_path / "bin" / "python"))
    assert other_graders.find_otter(None) is None
    assert other_graders.find_otter(Path("given")) == Path("given")
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "otter").write_text("")
    assert other_graders.find_otter(None) == tmp_path / "bin" / "otter"
