"""The demo: build the assignment, grade the reference, the stub and a realistic hand-in."""

from __future__ import annotations

import ast
import shutil
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from autograder.assignment import release
from autograder.grading.known_answers import BANKS
from autograder.grading.oracle import WEIGHTS


def prepare(out: Path) -> Path:
    """Build the assignment under `out` and lay out three submissions; returns their folder."""
    built = release.build(out)
    folder = out / "demo" / "submissions"
    shutil.rmtree(folder.parent, ignore_errors=True)
    folder.mkdir(parents=True)
    shutil.copyfile(built.instructor, folder / "reference.ipynb")
    shutil.copyfile(WEIGHTS, folder / "reference.safetensors")
    shutil.copyfile(built.student, folder / "stub.ipynb")
    answers = (BANKS / "realistic" / "first_try.py").read_text(encoding="utf-8")
    handed_in = fill(nbformat.read(built.student, as_version=4), answers)
    handed_in.cells.insert(0, nbformat.v4.new_code_cell("import os"))
    nbformat.write(handed_in, folder / "first_try.ipynb")
    return folder


def fill(notebook: NotebookNode, answers: str) -> NotebookNode:
    """The student's notebook with the stubs replaced by the definitions in `answers`."""
    definitions = {
        node.name: ast.get_source_segment(answers, node)
        for node in ast.parse(answers).body
        if isinstance(node, (ast.FunctionDef, ast.ClassDef))
    }
    for cell in notebook.cells:
        name = cell.metadata.get("nbgrader", {}).get("grade_id", "").removeprefix("answer-")
        if cell.metadata.get("nbgrader", {}).get("solution") and name in definitions:
            cell.source = definitions[name]
    return notebook
