"""A judge that dies costs nobody anything; one that dies twice at the same part costs that part."""

from __future__ import annotations

import os
import signal

import pytest
from conftest import SEED

from autograder.checking import syllabus
from autograder.grading import known_answers
from autograder.grading.workers import Worker
from autograder.submissions.files import Contents

PARTS = ("flip", "decode", "metrics")
CELLS = known_answers.notebook(*known_answers.reference_cells())


@pytest.fixture
def worker():
    worker = Worker(SEED)
    yield worker
    worker.stop()


def graded(worker: Worker, deaths: dict[str, int]):
    """Grade, and kill the judge so many times when it comes to these parts."""
    left = dict(deaths)
    worker.give(Contents("a", "a", CELLS, parts=PARTS))
    while (record := worker.take()) is None:
        if left.get(worker._part, 0) > 0:
            left[worker._part] -= 1
            os.kill(worker.pid, signal.SIGKILL)
            worker._process.wait()
    assert not any(left.values())
    return record


@pytest.mark.parametrize(
    "part", [PARTS[0], *(pytest.param(part, marks=pytest.mark.long) for part in PARTS[1:])]
)
def test_killed_once_it_grades_anew(worker, part):
    record = graded(worker, {part: 1})
    assert (record.status, record.score) == ("graded", record.max_score)


@pytest.mark.long
def test_a_part_that_kills_its_judge_is_stopped_and_costs_no_other(worker):
    record = graded(worker, {"decode": 2})
    points = {part.id: (part.score, part.status) for part in record.parts}
    assert points == {
        "flip": (syllabus.part("flip").points, "graded"),
        "decode": (0, "stopped"),
        "metrics": (syllabus.part("metrics").points, "graded"),
    }
    assert record.status == "partial"


@pytest.mark.long
def test_a_judge_that_dies_everywhere_leaves_no_blank(worker):
    record = graded(worker, {"flip": 2, "decode": 2, "metrics": 2})
    assert (record.status, record.score) == ("partial", 0)
