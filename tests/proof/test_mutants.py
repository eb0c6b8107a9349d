"""The mutants: each is one changed place that runs, and those explained are really there."""

from __future__ import annotations

import ast

import pytest

from autograder.checking import syllabus
from autograder.proof.mutants import hunting
from autograder.proof.mutants.generation import mutants as all_mutants


@pytest.fixture(scope="module")
def found():
    return all_mutants()


def test_every_answer_has_mutants_that_parse(found):
    functions = {mutant.function.split(".")[0] for mutant in found}
    assert set(syllabus.answer_names()) <= functions
    assert len(found) > 1000 and len({m.part for m in found}) == len(syllabus.parts())
    for mutant in found[::20]:
        assert mutant.before != mutant.after
        ast.parse(mutant.source)


def test_kinds_of_mistakes(found):
    changes = {(mutant.before, mutant.after) for mutant in found}
    assert ("model.eval()", "pass") in changes
    assert ("was_training = model.training", "was_training = model") not in changes
    assert ("return float((errors > threshold).mean())",
            "return float((errors >= threshold).mean())") in changes  # fmt: skip
    line = "interocular = np.linalg.norm(true[:, left] - true[:, right], axis=-1)"
    assert (line, line.replace("axis=-1", "axis=-2")) in changes
    assert (line, line.replace(" - ", " + ")) in changes


def test_every_explanation_is_of_a_mutant():
    assert hunting.Reasons().stale() == []


def test_a_hunt_is_the_same_each_time_and_survivors_are_explained(monkeypatch, found):
    some = [m for m in found if m.function in ("nme", "failure_rate")][::3]
    monkeypatch.setattr(hunting, "mutants", lambda: some)
    told = []
    fates, count = hunting.hunt(["metrics"], 1, "a test", told.append)
    assert fates == told and len(fates) == count == len(some)
    assert 0 < sum(not fate.killed for fate in fates) < len(fates) / 2
    assert [fate.mutant for fate in fates if fate.unexplained] == []
    again, _ = hunting.hunt(["metrics"], 1, "a test", lambda fate: None)
    assert again == fates


def test_an_endless_mutant_and_the_order_of_a_set(monkeypatch, found):
    monkeypatch.setattr(hunting, "SECONDS", 1.0)
    endless = next(m for m in found if m.function == "choose_epoch")
    endless = hunting.Mutant(**(vars(endless) | {"source": "while True: pass"}))
    assert "no end" in hunting._killed(endless, hunting.Oracle(), "a test")
    monkeypatch.setattr(hunting, "SECONDS", 20.0)
    unsorted = next(m for m in found if m.after == "pictures = list(set(paths))")
    assert hunting._killed(unsorted, hunting.Oracle(), "a test").startswith("split:")
