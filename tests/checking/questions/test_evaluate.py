"""What comes back for a question, whatever the student's code does."""

from __future__ import annotations

import linecache

import numpy as np
import pytest

from autograder.checking.namespace import Student
from autograder.checking.questions.evaluate import answer

INPUTS = {"pred": np.zeros((2, 98, 2)), "true": np.ones((2, 98, 2))}
WRONG = 'def nme(pred, true):\n    return pred / "x"\n'

# What kernels call the file of a cell: ipykernel here and in Colab (old and new), and xeus.
KERNELS = (
    "/tmp/ipykernel_12/34.py",
    "/tmp/ipython-input-2117971595.py",
    "<ipython-input-3-0a39>",
    "/tmp/ipython-input-3-4282502808.py",
    "/tmp/xpython_77/99.py",
    "C:\\Users\\ada\\AppData\\Local\\Temp\\ipykernel_4\\5.py",
)


def _names(source: str, file: str) -> dict[str, object]:
    lines = source.splitlines(keepends=True)
    linecache.cache[file] = (len(source), None, lines, file)
    names: dict[str, object] = {"__name__": "__main__", "np": np}
    exec(compile(source, file, "exec"), names)
    return names


@pytest.mark.parametrize("file", KERNELS)
def test_an_error_names_the_students_own_line(file):
    where = answer(Student(_names(WRONG, file)), "nme", INPUTS)["raised"]["where"]
    assert where == 'nme, line 2: return pred / "x"'


def test_at_grading_it_names_the_cell():
    where = answer(Student(_names(WRONG, "<code cell 4>")), "nme", INPUTS)["raised"]["where"]
    assert where == 'code cell 4, line 2: return pred / "x"'


def test_of_an_error_within_a_library_it_is_the_line_that_called_it():
    source = "def nme(pred, true):\n    return np.linalg.inv(np.zeros((2, 3)))\n"
    where = answer(Student(_names(source, KERNELS[1])), "nme", INPUTS)["raised"]["where"]
    assert where == "nme, line 2: return np.linalg.inv(np.zeros((2, 3)))"


ENDLESS = {
    "a loop": "while True: pass",
    "one that catches everything": (
        "while True:\n        try:\n            1 / 0\n        except:\n            pass"
    ),
    "one that waits": "import time\n    while True: time.sleep(0.01)",
}


@pytest.mark.parametrize("body", ENDLESS.values(), ids=ENDLESS)
def test_an_endless_loop_is_named_as_such(body):
    names = _names(f"def nme(pred, true):\n    {body}\n", "<code cell 4>")
    reply = answer(Student(names), "nme", INPUTS, seconds=0.3)
    assert reply == {"ended": "code that did not come to an end within 0 s"}


def test_seconds_of_others_do_not_count():
    """On a busy machine an answer stands still; here it sleeps."""
    body = "import time\n    time.sleep(0.5)\n    return np.zeros(2)"
    names = _names(f"def nme(pred, true):\n    {body}\n", "<code cell 4>")
    assert "answer" in answer(Student(names), "nme", INPUTS, seconds=0.3)


def test_the_next_question_is_answered_after_one_that_was_stopped():
    names = _names("def nme(pred, true):\n    while True: pass\n", "<code cell 4>")
    answer(Student(names), "nme", INPUTS, seconds=0.1)
    right = answer(Student({"nme": lambda pred, true: np.zeros(2)}), "nme", INPUTS, seconds=5)
    assert "answer" in right
