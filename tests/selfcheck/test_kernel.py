"""`check("flip")` in a live kernel: the grader's own messages, and no trace left behind."""

from __future__ import annotations

import ast
import json
import random
import threading

import matplotlib.pyplot as plt
import numpy as np
import pytest
import torch
from jupyter_client.manager import start_new_kernel

from autograder.checking import syllabus
from autograder.checking.namespace import Student
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
    results = kernel.check_part(part, Student(reference_names()))
    assert [result.status for result in results] == ["passed"] * len(results)


@pytest.mark.parametrize("part", PARTS)
def test_nothing_there_is_said(part):
    results = kernel.check_part(part, Student({}))
    assert all("no cell that defines" in result.got for result in results)


def test_same_verdict_and_hint_as_in_grading(grade, first_try):
    graded = grade(json.dumps(first_try).encode())
    names = read_answers(json.dumps(first_try).encode(), syllabus.answer_names()).names
    for part in graded.parts:
        public = [check for check in part.checks if check.visibility == "public"]
        here = kernel.check_part(part.id, Student(names))
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
    kernel.check_part("flip", Student(reference_names() | {"flip": messy}))
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
    text, html = explanations.one("flip", kernel.check_part("flip", Student(names)))
    assert "Hidden checks run at grading" in text and "ValueError: boo" in text
    assert "<script" not in html and "Expected" in html


def test_html_is_escaped():
    names = reference_names() | {"flip": lambda image, points: (_ for _ in ()).throw(
        ValueError("<script>alert(1)</script>"))}  # fmt: skip
    _, html = explanations.one("flip", kernel.check_part("flip", Student(names)))
    assert "<script>" not in html and "&lt;script&gt;" in html


def test_what_an_answer_prints_is_shown_folded():
    names = reference_names() | {"flip": _says("<b>my shapes</b>" + "x" * 20_000)}
    printed = kernel.Printed()
    results = kernel.check_part("flip", Student(names), printed)
    text, html = explanations.one("flip", results, printed.getvalue())
    assert "&lt;b&gt;my shapes" in html and "<details" in html and "<b>my shapes" in text
    assert len(printed.getvalue()) == kernel.PRINTED
    assert "<details" not in explanations.one("flip", results)[1]


def _says(words):
    def flip(image, points):
        print(words)
        return reference_names()["flip"](image, points)

    return flip


def test_after_a_restart_the_board_shows_no_red_cross(monkeypatch, capsys):
    monkeypatch.setattr(kernel, "names", dict)
    kernel.check()
    board = capsys.readouterr().out
    assert "not run" in board and "✗" not in board
    kernel.check("flip")
    told = capsys.readouterr().out
    assert "✗" not in told and "run its cell" in told


def test_of_a_part_a_cell_that_was_not_run_is_no_red_cross(monkeypatch, capsys):
    names = {name: value for name, value in reference_names().items() if name != "warp"}
    monkeypatch.setattr(kernel, "names", lambda: names)
    kernel.check("crop")
    assert "✗" not in capsys.readouterr().out


@pytest.fixture(scope="module")
def live(built, tmp_path_factory):
    """A real kernel in a folder with the bundle, where all answers are right: source -> outputs."""
    folder = tmp_path_factory.mktemp("kernel")
    (folder / built.bundle.name).symlink_to(built.bundle)
    manager, client = start_new_kernel(cwd=str(folder), extra_arguments=["--IPKernelApp.quiet=1"])

    def run(source, interrupt_after=None):
        said = []
        waiting = None
        if interrupt_after:
            waiting = threading.Timer(interrupt_after, manager.interrupt_kernel)

        def listen(message):
            content = message["content"]
            said.append(content.get("text") or content.get("data", {}).get("text/plain", ""))
            said.append(content.get("ename", ""))
            if waiting and "begun" in "".join(said) and not waiting.ident:
                waiting.start()

        client.execute_interactive(source, output_hook=listen, timeout=600)
        return "".join(said)

    run(f"import sys; sys.path.insert(0, {built.bundle.name!r})")
    for cell in known_answers.reference_cells():
        run(cell)
    run("from autograder.selfcheck import check, kernel")
    yield run
    client.stop_channels()
    manager.shutdown_kernel(now=True)


LOOP = """
def flip(image, points):
    show("begun")
    while True:
        try:
            1 / 0
        except:
            pass
"""
SHOW = (
    "from IPython.display import display\ndef show(text): display({'text/plain': text}, raw=True)"
)


@pytest.mark.parametrize("swallows", [True, False])
def test_one_interrupt_ends_the_check(live, swallows):
    live(SHOW)
    live(LOOP if swallows else LOOP.replace("1 / 0", "continue").replace("except:", "finally:"))
    said = live('check("flip")', interrupt_after=0.5)
    assert said.count("begun") == 1 and "KeyboardInterrupt" in said
    assert "public checks" not in said
    assert "public checks" in live('check("metrics")')  # and the kernel goes on


@pytest.mark.long
def test_an_endless_loop_ends_by_itself(live):
    live("def flip(image, points):\n    while True: pass")
    said = live('kernel.QUESTION_SECONDS = 0.5\ncheck("flip")')
    live("kernel.QUESTION_SECONDS = 10")
    assert "did not come to an end" in said and "Traceback" not in said


@pytest.mark.parametrize(
    "setting",
    [
        "import numpy as np; np.seterr(all='raise')",
        "import warnings; warnings.simplefilter('error')",
        "import torch; torch.set_default_dtype(torch.float64)",
        "import matplotlib.pyplot as plt; plt.rcParams.update({'figure.dpi': 9, 'savefig.dpi': 9})",
        "import os; os.chdir('/')",
        "import torch; torch.set_grad_enabled(False)",
    ],
)
def test_no_setting_of_the_notebook_fails_a_right_answer(live, setting):
    for cell in known_answers.reference_cells():
        live(cell)
    live(setting)
    for part in ("dataset", "encode", "picture", "adaptive_wing"):
        told = live(f'check("{part}")')
        assert "✗" not in told and "✓" in told, told


def test_nbgrader_never_takes_a_self_check_for_a_grade(monkeypatch):
    monkeypatch.setattr(kernel, "names", dict)
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    with pytest.raises(RuntimeError, match="python -m autograder grade"):
        kernel.check("flip")
    monkeypatch.setenv("NBGRADER_EXECUTION", "validate")
    with pytest.raises(AssertionError, match="flip"):
        kernel.check("flip")


@pytest.mark.long
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
