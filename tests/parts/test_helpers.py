"""Parts stand alone: a helper that is missing, wrong or lying costs no other answer a check."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from autograder.checking import syllabus
from autograder.grading import known_answers
from autograder.grading.oracle import Oracle
from autograder.proof import in_process

# An answer: the part, the checks that judge it, and the helpers that it leans on.
LEANING = {
    "flip": ("flip", {"points", "pixel_centres", "picture", "arguments_kept"}, "flip_permutation"),
    "transform": ("compose", {"points", "picture", "one_resampling"}, "warp flip_permutation"),
    "WFLW": ("dataset", {"items", "bad_files"}, "parse_line"),
    "heatmap_loss": ("adaptive_wing", {"heatmap_loss"}, "adaptive_wing weight_map"),
    "Fuse": ("hrnet", {"fuse", "learning"}, "fuse_path"),
}
# It is run after the reference; the answers then find it under their helper's name.
HELPERS = {
    "missing": "del {name}",
    "a stub": "def {name}(*values, **named): raise NotImplementedError",
    "raising": "def {name}(*values, **named): raise RuntimeError('not today')",
    "giving nothing": "def {name}(*values, **named): return None",
    "giving what it is given": "def {name}(*values, **named): return values[0] if values else 0",
}


def names_with(helper: str, name: str) -> dict[str, Any]:
    names: dict[str, Any] = {"__name__": "__main__"}
    for cell in known_answers.reference_cells():
        exec(cell, names)
    exec(HELPERS[helper].format(name=name), names)
    return names


@pytest.mark.parametrize("helper", HELPERS)
@pytest.mark.parametrize("answer", LEANING)
def test_a_helper_costs_no_other_answer(answer, helper):
    part, checks, leans_on = LEANING[answer]
    for name in leans_on.split():
        lost = in_process.lost(part, Oracle(names_with(helper, name)), Oracle(), "a seed")
        assert not lost & checks, (name, lost)


def test_the_names_that_are_leant_on_are_the_assignments():
    known = set(syllabus.answer_names())
    assert set(LEANING) <= known
    assert {name for *_, names in LEANING.values() for name in names.split()} <= known


class Remembering:
    """A `warp` that gives a right picture to whoever asks it the second time."""

    def __init__(self) -> None:
        self.asked: list[np.ndarray] = []

    def __call__(self, image, matrix, size):
        self.asked.append(matrix)
        return np.zeros((size[1], size[0], 3), np.uint8)


def test_a_transform_that_multiplies_nothing_has_no_check(monkeypatch):
    names = names_with("a stub", "warp")
    names["warp"] = Remembering()

    def transform(image, points, matrices, size):
        return names["warp"](image, matrices[-1], size), points

    names["transform"] = transform
    lost = in_process.lost("compose", Oracle(names), Oracle(), "a seed")
    assert {"points", "picture", "one_resampling"} <= lost
