"""Hidden cases cannot be found by trying, though everybody has the painter."""

from __future__ import annotations

import numpy as np
import pytest

from autograder.parts import cases
from autograder.parts.cases import painted

PAINTING = {"flip": "points", "compose": "points", "trained": "first_bar"}


@pytest.mark.parametrize("part", PAINTING)
def test_painted_faces_have_seeds_that_nobody_can_try(part, monkeypatch):
    """The attack: paint with each seed there may be, until the box of a hidden face comes out."""
    seeds = []

    def note(seed, count, size):
        seeds.append(seed)
        return paint(1, count, size)

    paint = painted._painted
    monkeypatch.setattr(painted, "_painted", note)
    for seed in range(40):
        cases.draw(part, PAINTING[part], True, f"seed {seed}")
    assert len(set(seeds)) == len(seeds) >= 40
    bits = sorted(seed.bit_length() for seed in seeds)
    assert bits[len(bits) // 2] >= 127 and bits[0] > 100


def test_boxes_are_a_detectors():
    """Whole pixels, and a little beside the points: nothing of the first draws can be read off."""
    case = cases.draw("trained", "first_bar", True, "a seed")[0]
    boxes, points = case.inputs["boxes"], case.facts["points"]
    exact = np.concatenate([points.min(axis=1), points.max(axis=1)], axis=1)
    assert np.array_equal(boxes, np.round(boxes))
    off = np.abs(boxes - exact)
    side = (exact[:, 2:] - exact[:, :2]).max(axis=1)
    assert (off.max(axis=1) > 1).mean() > 0.9 and (off.max(axis=1) < 0.1 * side).all()
