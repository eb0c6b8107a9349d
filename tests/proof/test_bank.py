"""The proof of one part, which takes seconds and runs no attack."""

from __future__ import annotations

import json

import pytest
from conftest import SEED

from autograder.grading import known_answers
from autograder.proof import attacks, bank


@pytest.mark.long
def test_one_part_is_proven_without_attacks(tmp_path, monkeypatch):
    def refuse(*arguments):
        raise AssertionError("attacks ran")

    monkeypatch.setattr(attacks, "run", refuse)
    summary, verdicts = bank.prove(tmp_path, SEED, workers=1, only="decode")
    assert bank.holds(summary | {"points": summary["reference"]}, verdicts)
    assert bank.surprises(verdicts) == []
    known = [a for kind in ("wrong", "valid") for a in known_answers.load(kind)]
    assert {v.answer.name for v in verdicts} == {a.name for a in known if a.part == "decode"}
    assert json.loads((tmp_path / "proof.json").read_text())["hostile"]["n"] == 0
    assert all(
        v.answer.name in (tmp_path / "proof.html").read_text() for v in verdicts if v.answer.loses
    )
