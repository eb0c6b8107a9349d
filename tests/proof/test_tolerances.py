"""The table of tolerances: measured by the checks themselves, on right and on wrong answers."""

from __future__ import annotations

import math
import tomllib

import numpy as np
import pytest

from autograder.checking.compare import WrongAnswerError, at_most, close, observed
from autograder.proof import tolerances
from autograder.proof.tolerances import Row


def test_checks_tell_what_they_measure():
    with observed() as measured:
        close(np.array([1.0, 2.5]), np.array([1.0, 2.0]), "x", 1.0)
        with pytest.raises(WrongAnswerError):
            close(1.5, 1.0, "y of face 3", 0.25, measure="y")
        assert not at_most(math.nan, 1.0, "z")
    assert [(m.what, m.tolerance) for m in measured] == [("x", 1.0), ("y", 0.25), ("z", 1.0)]
    assert [m.error for m in measured[:2]] == [0.5, 0.5]
    assert at_most(0.5, 0.5, "nobody observes")


def test_a_part_is_measured(tmp_path):
    rows = tolerances.measure(["flip"], ["a test"], lambda name: None)
    assert [row.check for row in rows] == ["flip.points", "flip.pixel_centres"]
    for row in rows:
        assert 0 < row.spread[0] < 1e-4 and row.spread[1] == pytest.approx(100 * row.spread[0])
        assert row.effect is not None and row.effect[0] > 0.1 and not row.unexplained
    assert rows[0].spread_of and rows[1].effect_of.startswith("flip_")
    tolerances.write(rows, tmp_path)
    assert "| flip.points | points | 0.01 |" in (tmp_path / "tolerances.md").read_text()


def test_too_near_on_either_side_needs_a_reason():
    good = Row("a.b", "c", (1.0, 1.0), (0.1, 0.1), "", (10.0, 10.0))
    assert not good.unexplained
    wide = Row("a.b", "c", (1.0, 1.0), (0.2, 0.2), "", (10.0, 10.0))
    narrow = Row("a.b", "c", (1.0, 1.0), (0.1, 0.1), "", (5.0, 5.0))
    assert wide.unexplained and narrow.unexplained
    narrow.reason = "because"
    assert not narrow.unexplained


def test_reasons_are_of_checks_there_are():
    text = tolerances.EXPLAINED.read_text(encoding="utf-8")
    for entry in tomllib.loads(text)["tolerance"]:
        part, check = entry["check"].split(".")
        assert check in {c.id for c in tolerances.syllabus.part(part).checks}
        assert len(entry["reason"]) > 40
