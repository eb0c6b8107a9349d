"""`check("flip")` in a live kernel: the grader's own messages, and no trace left behind."""

from __future__ import annotations

import ast
import json
import random

import matplotlib.pyplot as plt
import numpy as np
import pytest
import torch

from autograder.checking import syllabus
from autograder.grading import known_answers
from autograder.grading.oracle import WEIGHTS, reference_names
from autograder.reports.text import explanations
from autograder.selfcheck import kernel
from autograder.submissions.reader import read_answers

PARTS = [part.id for part in syllabus.parts()]


@pytest.fixture(scope="module", autouse=True)
def recorded(built):
    """The bundle's recorded replies, as students get them."""
    path = built.bundle / "recorded.bin"
    before, kernel.RECORDED = kernel.RECORDED, path
    kernel._recorded.cache_clear()
    kernel._misconceptions.cache_clear()
    yield path
    kernel.RECORDED = before


@pytest.mark.parametrize("part", PARTS)
def test_the_reference_passes(part, monkeypatch):
    monkeypatch.chdir(WEIGHTS.parent)
    results = kernel.check_part(part, reference_names())
    assert [result.status for result in results] == ["passed"] * len(results)


@pytest.mark.parametrize("part", PARTS)
def test_nothing_there_is_said(part):
    results = kernel.check_part(part, {})
    assert all("no cell that defines" in result.got for result in results)


def test_same_verdict_and_hint_as_in_grading(grade, first_try):
    graded = grade(json.dumps(first_try).encode())
    names = read_answers(json.dumps(first_try).encode(), syllabus.answer_names()).names
    for part in graded.parts:
        public = [check for check in part.checks if check.visibility == "public"]
        here = kernel.check_part(part.id, names)
        assert [(c.id, c.status, c.hint) for c in public] == [
            (c.id, c.status, c.hint) for c in here
        ]


def messy(image, points):
    """A flip that leaves everything lying about."""
    print("x" * 100)
    random.random(), np.random.rand(), torch.rand(3)
    torch.set_default_dtype(torch.float64)
    torch.set_grad_enabled(False)
    torch.set_num_threads(1)
    plt.figure()
    raise ValueError("boo")


def test_the_kernel_is_left_as_it_was(capsys):
    mine = plt.figure()
    torch.set_num_threads(2)
    before = _state()
    kernel.check_part("flip", reference_names() | {"flip": messy})
    assert _state() == before and plt.get_fignums() == [mine.number]
    assert capsys.readouterr().out == ""
    plt.close(mine)


def _state():
    return (
        random.getstate(),
        np.random.get_state()[1].tolist(),
        torch.get_rng_state().tolist(),
        torch.get_default_dtype(),
        torch.is_grad_enabled(),
        torch.get_num_threads(),
    )


def test_messages_name_part_case_and_next_step(capsys):
    names = reference_names() | {"flip": messy}
    text, html = explanations.one("flip", kernel.check_part("flip", names))
    assert "Hidden checks run at grading" in text and "ValueError: boo" in text
    assert "<script" not in html and "Expected" in html


def test_html_is_escaped():
    names = reference_names() | {"flip": lambda image, points: (_ for _ in ()).throw(
        ValueError("<script>alert(1)</script>"))}  # fmt: skip
    _, html = explanations.one("flip", kernel.check_part("flip", names))
    assert "<script>" not in html and "&lt;script&gt;" in html


def test_nbgrader_never_takes_a_self_check_for_a_grade(monkeypatch):
    monkeypatch.setattr(kernel, "names", dict)
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    with pytest.raises(RuntimeError, match="python -m autograder grade"):
        kernel.check("flip")
    monkeypatch.setenv("NBGRADER_EXECUTION", "validate")
    with pytest.raises(AssertionError, match="flip"):
        kernel.check("flip")


def test_recorded_mistakes_are_outputs_not_code(recorded):
    data = recorded.read_bytes()
    for known in known_answers.load("wrong"):
        body = [
            ast.unparse(node)
            for function in ast.parse(known.source).body
            if isinstance(function, (ast.FunctionDef, ast.ClassDef))
            for node in ast.walk(function)
            if isinstance(node, (ast.Assign, ast.Return)) and len(ast.unparse(node)) > 25
        ]
        assert not [line for line in body if line.encode() in data]
