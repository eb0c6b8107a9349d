"""The banks themselves: every header is whole.  `make proof` grades them all.

SEEDS=12 python -m pytest tests/grading/test_known_answers.py -k every_seed draws as many sets of
cases: no mistake may pass for some of them, and no right answer fail.
"""

from __future__ import annotations

import os

import pytest

from autograder.checking import syllabus
from autograder.checking.compare import WrongAnswerError
from autograder.grading import known_answers
from autograder.grading.oracle import Oracle
from autograder.proof import in_process

SEEDS = [f"seed {number}" for number in range(int(os.environ.get("SEEDS", "0")))]

ANSWERS = {
    f"{kind}/{answer.name}": answer
    for kind in ("wrong", "valid")
    for answer in known_answers.load(kind)
}


@pytest.mark.parametrize("name", ANSWERS)
def test_each_answer_redefines_names_of_its_part(name):
    answer = ANSWERS[name]
    names = known_answers.names(answer)
    assert set(syllabus.part(answer.part).answers) <= set(names)
    if name.startswith("wrong"):
        assert answer.loses and len(answer.hint) > 40
    else:
        assert not answer.loses and not answer.hint


def test_there_are_many_of_both():
    for part in syllabus.parts():
        wrong = [a for a in known_answers.load("wrong") if a.part == part.id]
        valid = [a for a in known_answers.load("valid") if a.part == part.id]
        assert len(wrong) >= 10 and len(valid) >= 3


def test_every_check_is_lost_by_some_wrong_answer():
    lost = {
        (answer.part, check) for answer in known_answers.load("wrong") for check in answer.loses
    }
    assert lost == {(part.id, check.id) for part in syllabus.parts() for check in part.checks}


def test_a_file_without_header_is_named(tmp_path, monkeypatch):
    (tmp_path / "wrong" / "flip").mkdir(parents=True)
    (tmp_path / "wrong" / "flip" / "headless.py").write_text("x = 1\n")
    monkeypatch.setattr(known_answers, "BANKS", tmp_path)
    with pytest.raises(ValueError, match=r"headless\.py"):
        known_answers.load("wrong")


@pytest.mark.skipif(not SEEDS, reason="minutes for each seed; SEEDS=12 draws twelve")
@pytest.mark.parametrize("part", [part.id for part in syllabus.parts()])
def test_every_answer_is_as_promised_for_every_seed(part):
    known = {name: answer for name, answer in ANSWERS.items() if answer.part == part}
    surprises = []
    for seed in SEEDS:
        oracle = Oracle()
        for name, answer in known.items():
            lost = in_process.lost(part, Oracle(known_answers.names(answer)), oracle, seed)
            if lost != set(answer.loses):
                surprises.append((name, seed, lost))
    assert surprises == []


@pytest.mark.long
def test_a_coarse_grid_is_not_right_by_luck():
    """For one seed in a hundred it was, while the face far off was nearer."""
    student, oracle = Oracle(known_answers.names(ANSWERS["wrong/auc_of_a_histogram"])), Oracle()
    errors = [
        tried.error
        for number in range(100)
        for tried in in_process.run("metrics", student, oracle, f"seed {number}")
        if tried.case == "one face far off"
    ]
    assert len(errors) == 100
    assert all(isinstance(error, WrongAnswerError) and "auc" in str(error) for error in errors)


def test_the_reference_as_cells_imports_nothing_of_its_own():
    imports = "from solution.wflw import WFLW\nfrom solution.tools.chains import (\n    KIT,\n)\n"
    assert not known_answers._OWN_IMPORT.sub("", imports).strip()
    assert not any("from solution" in cell for cell in known_answers.reference_cells())
