"""Two sittings of one submission: nothing hidden reaches its author, nothing public helps."""

from __future__ import annotations

import json

import pytest

from autograder.checking import syllabus
from autograder.grading import known_answers
from autograder.reports import pages
from autograder.reports.record import student_view

# Every answer tells in an error which process it ran in, and what that has been asked so far.
TALKING = """
import os
TOKEN, SEEN = os.urandom(6).hex(), []

def told(name):
    def answer(*values, **named):
        SEEN.append(name)
        raise ValueError(f"process-{TOKEN} {len(SEEN)} {values!r:.300}")
    return answer

nme, failure_rate, auc, by_attribute = map(told, ("nme", "failure_rate", "auc", "by_attribute"))
flip, flip_permutation, decode = map(told, ("flip", "flip_permutation", "decode"))
"""
PARTS = ("flip", "decode", "metrics")


@pytest.fixture(scope="module")
def record(grade):
    return grade(known_answers.notebook(TALKING), parts=PARTS)


def words(check) -> str:
    return " ".join((check.got, check.expected, check.why, check.case))


def test_public_and_hidden_questions_have_processes_of_their_own(record):
    tokens = {
        kind: {
            word
            for part in record.parts
            for check in part.checks
            if check.visibility == kind
            for word in words(check).split()
            if word.startswith("process-")
        }
        for kind in ("public", "hidden")
    }
    assert len(tokens["public"]) == len(tokens["hidden"]) == 1
    assert tokens["public"] != tokens["hidden"]


def test_no_word_of_the_hidden_process_reaches_the_student(record):
    (hidden,) = {
        word
        for part in record.parts
        for check in part.checks
        if check.visibility == "hidden"
        for word in words(check).split()
        if word.startswith("process-")
    }
    view = student_view(record)
    shown = json.dumps(view) + pages.student_page(view, record.pictures())
    assert hidden in json.dumps(record.as_dict()) and hidden not in shown


def test_public_questions_come_before_all_hidden_ones(grade):
    """The last public part has been asked when the first hidden one is."""
    asked = []

    class Respondent:
        def begin(self, part, hidden):
            asked.append((hidden, part))

        def reply(self, question, inputs):
            return {"unstarted": True}

    from autograder.grading.oracle import Oracle
    from autograder.grading.pytest_session import with_checks

    with_checks("a seed", Oracle(), lambda run: run(Respondent(), PARTS))
    kinds = [hidden for hidden, _ in asked]
    assert kinds == sorted(kinds) and set(kinds) == {False, True}
    assert list(dict.fromkeys(part for hidden, part in asked if hidden)) == list(PARTS)


# What works once for each process: a helper of the first questions, and then no more.
ONCE = """
import os
def flip_permutation():
    if os.path.exists("asked"):
        os._exit(3)
    open("asked", "w").close()
    perm = np.arange(98)
    for left, right in MIRROR_PAIRS:
        perm[left], perm[right] = right, left
    return perm
"""


def test_a_part_that_ends_its_process_is_not_asked_again(grade):
    cells = (*known_answers.reference_cells(), ONCE)
    record = grade(known_answers.notebook(*cells), parts=("flip", "metrics"))
    points = {part.id: (part.score, part.status) for part in record.parts}
    assert points["metrics"] == (syllabus.part("metrics").points, "graded")
    assert points["flip"][1] == "stopped" and record.status == "partial"


# What no handler of a signal reaches.
@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("LIMIT = os._exit(3)", "ended the Python process"),
        ("LIMIT = ctypes.string_at(0)", "SIGSEGV"),
        pytest.param("LIMIT = sum(range(10**11))", "in time", marks=pytest.mark.long),
    ],
)
def test_a_statement_that_ends_a_reading_costs_only_what_needs_it(grade, statement, words):
    """And its student hears which one it was; two such statements are two, and not the end."""
    cells = (
        *known_answers.reference_cells(),
        "import ctypes, os",
        f"x = 1; {statement}",
        f"{statement.replace('LIMIT', 'OTHER')}",
        "def auc(errors, threshold=0.1):\n    return LIMIT",
        "def failure_rate(errors, threshold=0.1):\n    raise ValueError(f'{OTHER}')",
    )
    record = grade(known_answers.notebook(*cells), parts=("metrics", "flip"))
    lost = {(p.id, c.id): c for p in record.parts for c in p.checks if c.score < c.max_score}
    assert {check for part, check in lost} == {"auc", "failure_rate"}
    assert {part for part, check in lost} == {"metrics"} and record.status == "graded"
    place = f"code cell {len(cells) - 3}, line 1"
    assert "Absent" not in lost["metrics", "failure_rate"].got
    assert place in lost["metrics", "auc"].got and words in lost["metrics", "auc"].got


BUSY = """
import time
def auc(errors, threshold=0.1):
    started = time.process_time()
    while time.process_time() - started < 8: pass
    return 0.5
"""


@pytest.mark.long
def test_a_part_has_so_many_seconds_of_computing(grade):
    """Each reply comes within a question's time; all together take longer than a part may."""
    cells = (*known_answers.reference_cells(), BUSY)
    record = grade(known_answers.notebook(*cells), parts=("metrics", "flip"))
    points = {part.id: (part.score, part.status) for part in record.parts}
    assert points["flip"] == (syllabus.part("flip").points, "graded")
    assert points["metrics"][1] == "stopped"
    spent = sum(part.seconds for part in record.parts if part.id == "metrics")
    assert spent < 4 * 30 + 20
