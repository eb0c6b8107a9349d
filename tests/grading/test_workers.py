"""A judge that dies costs nobody anything; one that dies twice at the same part costs that part."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
from copy import deepcopy
from dataclasses import replace
from itertools import pairwise

import pytest
from conftest import SEED

from autograder.checking import syllabus
from autograder.checking.questions.time_limit import QUESTION_SECONDS
from autograder.course import ROOT
from autograder.grading import known_answers
from autograder.grading.workers import Judging, Worker
from autograder.reports.record import ungraded, unreadable
from autograder.sandbox.sitting import LOAD_SECONDS
from autograder.sandbox.time_budget import Budget, Limits
from autograder.submissions.attempts import BLAMED
from autograder.submissions.files import Contents
from autograder.submissions.spent import Spent

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


# ---------------------------------------------------------------- with a judge as told


class Scripted(Worker):
    """Its judge says these things, one after the other; DEAD is its end."""

    def __init__(self, *says):
        self._arguments = (SEED, "full", None)
        self.says, self.given, self.pipe = list(says), [], self

    def restart(self) -> None:
        pass

    def send(self, contents):
        self.given.append(replace(contents))

    def recv(self):
        if (said := self.says.pop(0)) is DEAD:
            raise EOFError
        return said


DEAD = object()
CONTENTS = Contents("a", "a", CELLS)
FOUND = unreadable(CONTENTS, SEED, "full", "it is empty")


def test_before_any_part_an_empty_notebook_shows_whose_failure_it_is():
    theirs = Scripted(DEAD, DEAD, FOUND).grade(CONTENTS)
    assert (theirs.status, theirs.score) == ("unreadable", 0) and BLAMED in theirs.notes[-1]
    ours = Scripted(DEAD, DEAD, DEAD).grade(CONTENTS)
    assert (ours.status, ours.score) == ("not-graded", None)
    failed = ungraded(CONTENTS, SEED, "full", "no fork server")
    assert Scripted(DEAD, DEAD, failed).grade(CONTENTS).status == "not-graded"


def test_a_judge_that_dies_gives_no_time_back():
    spent = Spent(reading=2.0, hints=1.0)
    spent.parts["flip"] += 7.0
    spent.judging["flip"] += 3.0
    worker = Scripted(Judging("flip", spent), DEAD, DEAD, FOUND)
    worker.grade(CONTENTS)
    first, again, last = (contents.spent for contents in worker.given)
    assert first == Spent() == CONTENTS.spent
    assert again == replace(spent, parts={"flip": 7.0 + QUESTION_SECONDS})  # the one under way
    assert last.reading == spent.reading + LOAD_SECONDS and last.parts == again.parts


def test_no_deaths_make_more_than_a_budget():
    """Each attempt uses a question's time and ends the judge, wherever it has come to."""
    limits = Limits(QUESTION_SECONDS, 30, 120)
    for seed in range(20):
        rng, used, says = random.Random(seed), Spent(), []
        for part in rng.choices(PARTS, k=6):
            used.parts[part] += QUESTION_SECONDS
            says += [Judging(part, deepcopy(used)), DEAD]
        worker = Scripted(*says, FOUND)
        worker.grade(CONTENTS)
        for before, after in pairwise(contents.spent for contents in worker.given):
            assert sum(after.parts.values()) >= sum(before.parts.values()) + QUESTION_SECONDS
        left = Budget(limits, worker.given[-1].spent)
        assert left.sitting >= 6 * QUESTION_SECONDS
        assert all(left.over(part) for part, seconds in used.parts.items() if seconds >= 30)


def test_a_judge_has_a_bound_on_its_memory_that_its_children_do_not_inherit():
    code = """
import resource, sys
import numpy as np
from autograder.grading import workers
from autograder.sandbox import fork_server
workers.MEMORY = 2**28
workers._limit_memory()
try:
    np.zeros(2**29, np.uint8)
except MemoryError:
    print("bounded")
soft, hard = resource.getrlimit(resource.RLIMIT_AS)
fork_server.serve = lambda *arguments: print(resource.getrlimit(resource.RLIMIT_AS) == (hard, hard))
import socket
ours, theirs = socket.socketpair()
sys.argv = ["", str(theirs.detach()), "none", "0"]
print(soft != hard)
fork_server.main()
"""
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert done.stdout.split() == ["bounded", "True", "True"], done.stderr
