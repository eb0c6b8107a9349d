"""The banks themselves: every header is whole.  `make proof` grades them all."""

from __future__ import annotations

import pytest

from autograder import bank, syllabus

ANSWERS = {
    f"{kind}/{answer.name}": answer for kind in ("wrong", "valid") for answer in bank.load(kind)
}


@pytest.mark.parametrize("name", ANSWERS)
def test_each_answer_redefines_names_of_its_part(name):
    answer = ANSWERS[name]
    names = bank.names(answer)
    assert set(syllabus.part(answer.part).answers) <= set(names)
    if name.startswith("wrong"):
        assert answer.loses and len(answer.hint) > 40
    else:
        assert not answer.loses and not answer.hint


def test_there_are_many_of_both():
    for part in syllabus.parts():
        wrong = [a for a in bank.load("wrong") if a.part == part.id]
        valid = [a for a in bank.load("valid") if a.part == part.id]
        assert len(wrong) >= 10 and len(valid) >= 3


def test_every_check_is_lost_by_some_wrong_answer():
    lost = {(answer.part, check) for answer in bank.load("wrong") for check in answer.loses}
    assert lost == {(part.id, check.id) for part in syllabus.parts() for check in part.checks}


def test_a_file_without_header_is_named(tmp_path, monkeypatch):
    (tmp_path / "wrong").mkdir()
    (tmp_path / "wrong" / "headless.py").write_text("x = 1\n")
    monkeypatch.setattr(bank, "BANKS", tmp_path)
    with pytest.raises(ValueError, match=r"headless\.py"):
        bank.load("wrong")
