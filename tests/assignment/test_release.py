"""The notebooks and the bundle: derived, fresh, whole, and silent about the answers."""

from __future__ import annotations

import ast
import base64
import builtins
import io
import json
import py_compile
import re
import shutil
import subprocess
import sys
import zipfile
import zlib
from datetime import UTC
from pathlib import Path

import matplotlib.pyplot as plt
import nbformat
import numpy as np
import pytest
from conftest import said, without_the_kit
from nbclient import NotebookClient
from nbgrader.api import Gradebook

from autograder import course
from autograder.assignment import bundle, leaks, release
from autograder.checking import syllabus
from autograder.checking.namespace import WEIGHTS_FILE
from autograder.grading.oracle import WEIGHTS
from autograder.submissions.reader import describe
from solution.wflw import WFLW

ANSWER = """
    fields = line.split()
    if len(fields) not in (207, 197):
        raise ValueError(f"a WFLW line has 207 or 197 fields, this one has {len(fields)}")
"""


# ---------------------------------------------------------------- derived files


def test_the_committed_notebook_is_what_the_command_makes(built):
    committed = (release.STUDENT / built.student.name).read_text(encoding="utf-8")
    assert committed == built.student.read_text(encoding="utf-8"), "run `make assignment`, commit"


def test_the_committed_workflow_is_what_the_command_makes(built):
    committed = (release.STUDENT / release.SELF_CHECK).read_text(encoding="utf-8")
    assert committed == built.workflow.read_text(encoding="utf-8"), "run `make assignment`, commit"


def test_git_ignores_the_folders_that_the_notebook_makes(built):
    ignored = (release.STUDENT / ".gitignore").read_text(encoding="utf-8").splitlines()
    sources = "\n".join(cell.source for cell in nbformat.read(built.student, as_version=4).cells)
    folders = re.findall(r'^[A-Z]+ = Path\("([^"]+)"\)', sources, re.MULTILINE)
    assert len(folders) == 2 and {f"{folder}/" for folder in folders} <= set(ignored)


@pytest.mark.long
@pytest.mark.parametrize("part", [part.id for part in syllabus.parts() if part.id != "trained"])
@pytest.mark.parametrize("notebook", ["instructor", "student"])
def test_one_can_start_at_any_part(notebook, part, built, monkeypatch, capsys):
    """Its cells need what stands above the first part, and nothing of other parts."""
    cells = nbformat.read(getattr(built, notebook), as_version=4).cells
    monkeypatch.chdir(built.bundle.parent)
    monkeypatch.setattr(sys, "path", [*sys.path])
    names = {"__name__": "__main__"}
    section = ""
    for cell in cells:
        if heading := re.match(r"## (\w+):", cell.source):
            section = heading[1]
        if cell.cell_type == "code" and section in ("", part):
            monkeypatch.setitem(names, "check", lambda part: None)
            exec(compile(cell.source, f"<{section}>", "exec"), names)
    plt.close("all")
    assert "name 'show_points'" not in capsys.readouterr().out


def test_stubs_raise_and_keep_their_docstrings(built):
    cells = {cell.id: cell for cell in nbformat.read(built.student, as_version=4).cells}
    for name in syllabus.answer_names():
        source = cells[f"answer-{name}"].source
        assert "raise NotImplementedError()" in source and '"""' in source
        assert "SOLUTION" not in source
    for part in syllabus.parts():
        metadata = cells[part.id].metadata.nbgrader
        assert metadata.grade and metadata.points == part.points
        assert cells[part.id].source == f'check("{part.id}")'
        assert any(cell.source.startswith(f"## {part.id}: {part.title}") for cell in cells.values())


def test_the_notebook_is_valid_and_names_no_version(built):
    notebook = nbformat.read(built.student, as_version=4)
    nbformat.validate(notebook)
    assert notebook.metadata.language_info == {"name": "python"}
    assert len({cell.id for cell in notebook.cells}) == len(notebook.cells)


def test_hints_open_one_by_one(built):
    cells = nbformat.read(built.student, as_version=4).cells
    text = "\n".join(cell.source for cell in cells if cell.cell_type == "markdown")
    assert "*Hint" not in text and text.count("<details>") == text.count("</details>") > 60
    assert "<details><summary>Hint 1</summary>\n\nStart from `np.arange(98)`.\n\n</details>" in text
    assert "<summary>Hint</summary>\n\nThe mean of truth values is a share.\n" in text


def test_the_notebook_tells_dates_and_points(built):
    opening = nbformat.read(built.student, as_version=4).cells[0].source
    due = course.load().due
    assert f"due on {due.day} {due:%B %Y}, {due:%H:%M} " in opening
    for part in syllabus.parts():
        assert f'| {part.title} | `check("{part.id}")` | {part.points} |' in opening
    by_hand = sum(question.points for question in syllabus.written())
    assert f"| {by_hand} |" in opening
    with Gradebook(f"sqlite:///{built.course_folder / 'gradebook.db'}", "any") as gradebook:
        assert gradebook.find_assignment(built.student.stem).duedate == due.astimezone(UTC).replace(
            tzinfo=None
        )


@pytest.mark.long
def test_the_bundle_is_the_same_each_time(built, tmp_path):
    bundle.write(tmp_path / built.bundle.name)
    bundle.zipped(tmp_path / built.bundle.name, tmp_path / "again.zip")
    assert (tmp_path / "again.zip").read_bytes() == built.archive.read_bytes()


def test_the_bundle_holds_no_judge(built):
    names = zipfile.ZipFile(built.archive).namelist()
    private = (
        *("oracle", "judge", "cases", "solution", "bank", "known_answers", "session"),
        *("tests", "valid", "wrong", "hostile", "__pycache__"),
        *("/sandbox/", "/grading/", "/assignment/", "/proof/", "/cli/"),
    )
    assert [name for name in names if any(word in name for word in private)] == []
    assert course.secret_seed(course.load()).encode() not in built.archive.read_bytes()


# ---------------------------------------------------------------- leaks


def test_nothing_leaks(built):
    assert leaks.find(built.bundle) == leaks.find(built.archive) == leaks.find(built.student) == []


def test_every_answer_is_looked_for():
    """Whatever answer region has two statements at least, in every module of the reference."""
    searched = {name for name, _ in leaks.answer_pairs()}
    modules = ("wflw", "transforms", "heatmaps", "losses", "metrics", "hrnet", "training")
    assert searched >= {f"{module}.py" for module in modules}
    assert len(leaks.answer_pairs()) > 60


def _zip(data):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("inner.txt", data)
    return buffer.getvalue()


def _notebook(**cell):
    return json.dumps({"cells": [{"cell_type": "code", "source": "", **cell}]}).encode()


def _npz(text):
    buffer = io.BytesIO()
    np.savez_compressed(buffer, note=np.array(list(text.encode()), np.uint8))
    return buffer.getvalue()


REFORMATTED = """x = 1
fields=line.split( )   # the fields
if len( fields ) not in (
    207,
    197,
):
    raise ValueError( f'a WFLW line has 207 or 197 fields, this one has {len(fields)}' )
"""


@pytest.mark.parametrize(
    "data",
    [
        ANSWER.encode(),
        REFORMATTED.encode(),
        _notebook(source=ANSWER),
        _notebook(source=ANSWER.splitlines(keepends=True)),
        _notebook(outputs=[{"output_type": "stream", "text": ANSWER.splitlines(keepends=True)}]),
        _notebook(outputs=[{"data": {"text/html": f"<pre>{ANSWER}</pre>"}}]),
        _notebook(metadata={"nbgrader": {"old_source": ANSWER}}),
        _zip(ANSWER),
        _zip(_zip(ANSWER)),
        _npz(ANSWER),
        b"data = '" + base64.b64encode(ANSWER.encode()) + b"'",
        b"data = '" + base64.b64encode(zlib.compress(ANSWER.encode())) + b"'",
        b"data = '" + ANSWER.encode().hex().encode() + b"'",
        b"\x89PNG\r\n" + ANSWER.encode() + b"\0" * 30,
    ],
)
def test_a_planted_answer_is_found(data, tmp_path):
    path = tmp_path / "planted"
    path.write_bytes(data)
    assert leaks.find(path)


def test_bytecode_is_found(tmp_path):
    source = tmp_path / "answers.py"
    source.write_text("x = 1\n")
    compiled = Path(py_compile.compile(str(source), cfile=str(tmp_path / "data.bin")))
    source.unlink()
    assert leaks.find(compiled) == ["data.bin: compiled Python"]


def test_one_common_statement_is_no_leak(tmp_path):
    path = tmp_path / "innocent.py"
    path.write_text("perm = np.arange(98)\nprint(perm)\n")
    assert leaks.find(path) == []


def test_a_leak_stops_the_build(tmp_path, monkeypatch):
    real = release.instructor_notebook

    def leaking(settings):
        notebook = real(settings)
        notebook.cells[0].source += ANSWER
        return notebook

    monkeypatch.setattr(release, "instructor_notebook", leaking)
    with pytest.raises(RuntimeError, match="gives answers away"):
        release.build(tmp_path / "build", student=tmp_path / "student")


def test_every_name_that_given_code_uses_is_in_the_students_notebook(built):
    """A helper of the reference that students do not get would end their training at once."""
    cells = nbformat.read(built.student, as_version=4).cells
    bound, used_in_functions = set(vars(builtins)), set()
    for number, cell in enumerate(cells):
        nodes = ast.parse(cell.source).body if cell.cell_type == "code" else []
        for statement in (describe(node, number) for node in nodes):
            written = {n.id for n in statement.nodes if isinstance(n, ast.Name)}
            used = statement.reads & written  # without what a string or an attribute may mean
            if isinstance(statement.node, (ast.FunctionDef, ast.ClassDef)):
                used_in_functions |= used  # when they are called
            else:
                assert used - bound - statement.binds == set(), cell.source
            bound |= statement.binds
    assert used_in_functions - bound - {"__file__"} == set()


# ---------------------------------------------------------------- the notebooks run


def run(path: Path, built) -> nbformat.NotebookNode:
    notebook = nbformat.read(path, as_version=4)
    client = NotebookClient(
        notebook, timeout=600, resources={"metadata": {"path": str(built.bundle.parent)}}
    )
    return client.execute()


def outputs(notebook: nbformat.NotebookNode, cell_id: str) -> str:
    return said(next(cell for cell in notebook.cells if cell.id == cell_id))


@pytest.mark.long
def test_the_instructors_notebook_runs_and_its_board_is_full(built):
    shutil.copyfile(WEIGHTS, built.bundle.parent / WEIGHTS_FILE)
    notebook = run(built.instructor, built)
    total = sum(len(part.checks) for part in syllabus.parts())
    assert f"public checks {total}/{total}" in outputs(notebook, "board")
    for part in syllabus.parts():
        assert "✗" not in outputs(notebook, part.id)
        assert "Hidden checks run at grading" in outputs(notebook, part.id)


@pytest.mark.long
def test_the_stub_runs_and_nothing_is_started(built):
    notebook = run(built.student, built)
    assert outputs(notebook, "board").count("not started") == len(syllabus.parts())
    for part in syllabus.parts():
        assert "not started" in outputs(notebook, part.id)


def run_without_the_kit(code: str, built, folder: Path) -> subprocess.CompletedProcess[str]:
    result = without_the_kit(code, built, folder)
    assert result.returncode == 0, result.stderr
    return result


def test_the_bundle_paints_the_faces_that_the_notebook_trains_on(built, tmp_path):
    code = (
        "import data_stub; assert 'bundle' in data_stub.__file__, data_stub.__file__\n"
        "data_stub.write_dataset(__import__('pathlib').Path('painted'), train=2, test=1, seed=1)\n"
    )
    run_without_the_kit(code, built, tmp_path)
    assert len(WFLW(tmp_path / "painted", "train")) == 2


def test_the_bundle_works_without_the_kit(built, tmp_path):
    code = (
        "from autograder.selfcheck.kernel import check\n"
        "def flip_permutation(): return None\n"
        "check('flip'); check('nope'); check()\n"
    )
    result = run_without_the_kit(code, built, tmp_path)
    assert "None: is there a `return`" in result.stdout
    assert "There is no part 'nope'" in result.stdout
