"""Of the assignment's own notebook, all answers in place, runs what the answers need."""

from __future__ import annotations

import ast

import pytest

from autograder import course
from autograder.assignment.release import instructor_notebook
from autograder.checking import syllabus
from autograder.submissions.reader import describe, effects, reach

QUIET = (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.ClassDef, ast.Assign, ast.Expr)


@pytest.fixture(scope="module")
def cells():
    """The notebook's code cells: (id, source)."""
    found = instructor_notebook(course.load()).cells
    return [(cell.id, cell.source) for cell in found if cell.cell_type == "code"]


def taken(cells, names):
    """The statements that run, with the ids of their cells."""
    statements = [
        describe(node, number)
        for number, (_, source) in enumerate(cells)
        for node in ast.parse(source).body
    ]
    effects.find(statements)
    return [(cells[s.cell][0], s) for s in reach(statements, names)]


@pytest.mark.parametrize("train", [False, True])
@pytest.mark.parametrize("part", [*(part.id for part in syllabus.parts()), ""])
def test_no_picture_and_no_training_runs(cells, part, train):
    names = list(syllabus.part(part).answers) if part else syllabus.answer_names()
    own = [(cell, text.replace("TRAIN = False", f"TRAIN = {train}"))
           for cell, text in cells]  # fmt: skip
    found = taken(own, names)
    assert found
    for cell, s in found:
        assert isinstance(s.node, QUIET), (cell, ast.unparse(s.node))
        kept = cell.startswith(("answer-", "given-")) or cell.endswith("imports")
        assert kept or cell in ("environment", "training-toy"), (cell, ast.unparse(s.node))
        if cell == "training-toy":
            assert ast.unparse(s.node) == "torch.manual_seed(0)"


ATTRIBUTES = {
    "of sys": "import sys\nsys.path.insert(0, 'train')\nsys.argv.train",
    "of an object": "x = getattr(K, 'train')",
    "of vars": "x = vars(K)['train']",
}


@pytest.mark.parametrize("cell", ATTRIBUTES.values(), ids=ATTRIBUTES)
def test_an_attribute_is_no_name_of_the_notebook(cell):
    cells = [("a", "class K:\n    train = path = argv = 1"), ("b", "train = path = argv = 1 / 0"),
             ("c", cell), ("d", "def f():\n    return x")]  # fmt: skip
    assert "b" not in {own for own, _ in taken(cells, ["f"])}
