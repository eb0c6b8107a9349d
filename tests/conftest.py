"""What several test files share: a grader that stays warm, the built assignment, the demo's
notebooks."""

from __future__ import annotations

import http.server
import json
import pickle
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import nbformat
import numpy as np
import pytest
from filelock import FileLock
from hypothesis import settings

from autograder import course, kit
from autograder.assignment import demo, release
from autograder.assignment.release import Built, instructor_notebook
from autograder.course import ROOT
from autograder.grading import known_answers
from autograder.grading.oracle import WEIGHTS
from autograder.grading.workers import Worker
from autograder.reports.record import Record
from autograder.sandbox.client import ForkServer
from autograder.sandbox.messages import Clock
from autograder.submissions.files import submission, take

# The same examples each time, and none that fails because a machine is slow.
settings.register_profile("the kit", deadline=None, derandomize=True)
settings.load_profile("the kit")

SEED = "the tests' own seed"
FIXTURES = Path(__file__).parent / "fixtures"

Grade = Callable[..., Record]


@pytest.fixture(scope="session")
def grade(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Grade]:
    """Grade a notebook's bytes through a real worker: judge, fork server, confined child.

    Called with parts=… or checks=…, as in files.Submission, it grades only these.
    weights  the bytes handed in with it; the committed ones unless told
    """
    folder = tmp_path_factory.mktemp("graded")
    worker, committed = Worker(SEED), WEIGHTS.read_bytes()

    def grade_bytes(notebook: bytes, weights: bytes = committed, **only: tuple[str, ...]) -> Record:
        path = folder / "submission.ipynb"
        path.write_bytes(notebook)
        path.with_suffix(".safetensors").write_bytes(weights)
        return worker.grade(take(replace(submission(path), **only)))

    yield grade_bytes
    worker.stop()


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave what needs the built assignment to `make test-all`: building it takes over a minute.

    There, all such files but one come last, so that no process waits for another's building.
    """
    needing = [item for item in items if "built" in getattr(item, "fixturenames", ())]
    for item in needing:
        item.add_marker(pytest.mark.long)
    paths = [item.path for item in needing]
    items.sort(key=lambda item: item.path in paths and item.path != paths[0])


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Built:
    """The assignment, built once for all processes of a run."""
    base = tmp_path_factory.getbasetemp()
    folder = (base if worker_id == "master" else base.parent) / "assignment"
    folder.mkdir(exist_ok=True)
    remembered = folder / "built.pickle"
    with FileLock(folder / ".lock"):
        if not remembered.exists():
            built = release.build(folder, student=folder / "student")
            remembered.write_bytes(pickle.dumps(built))
    return pickle.loads(remembered.read_bytes())


@pytest.fixture(scope="session")
def bundle_url(built: Built) -> Iterator[str]:
    """Where the bundle can be fetched."""
    handler = partial(http.server.SimpleHTTPRequestHandler, directory=built.archive.parent)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/{built.archive.name}"
        server.shutdown()


def run_nbgrader(folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    """Run one of nbgrader's own commands in a course folder."""
    return subprocess.run(
        [sys.executable, "-m", "nbgrader", *command],
        cwd=folder,
        env=release.jupyter_environment(),
        capture_output=True,
        text=True,
        check=False,
    )


def said(cell: nbformat.NotebookNode) -> str:
    """What a cell that was run put out as text."""
    return "\n".join(
        output.get("text") or output.get("data", {}).get("text/plain", "")
        for output in cell.outputs
    )


def out_of_sight(code: str, packages: Path, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run code in a folder, with an interpreter that sees these packages and not the checkout."""
    start = (
        "import sys; sys.path[:] = [p for p in sys.path if not p.endswith('finder__')]\n"
        "sys.meta_path[:] = [f for f in sys.meta_path if 'editable' not in str(f).lower()]\n"
        f"sys.path.insert(0, {str(packages)!r})\n"
    )
    command = [sys.executable, "-I", "-B", "-c", start + code]  # the packages stay as they were
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def without_the_kit(code: str, built: Built, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run code in a folder, with an interpreter that sees the bundle and not the checkout."""
    is_bundle = "import autograder; assert 'bundle' in autograder.__file__, autograder.__file__\n"
    return out_of_sight(is_bundle + code, built.bundle, folder)


def copy_of_the_kit(folder: Path) -> Path:
    """Copy what the grader's identity is made of into a folder, and return that."""
    for path in [*kit.files(), ROOT / "course.toml"]:
        target = folder / path.relative_to(ROOT)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
    return folder


def nme_in_a_child(fork_server: ForkServer, source: str, seconds: float = 20) -> dict[str, Any]:
    """The whole reply of a fresh child whose notebook has this one cell, which defines nme."""
    child = fork_server.child()
    child.load(known_answers.notebook(source), ["nme"], Clock(20))
    reply = child.ask("nme", {"pred": np.zeros(1), "true": np.zeros(1)}, Clock(seconds))
    child.end()
    return reply


@pytest.fixture(scope="session")
def reference() -> bytes:
    """The instructor's notebook."""
    return nbformat.writes(instructor_notebook(course.load())).encode()


@pytest.fixture(scope="session")
def stub() -> bytes:
    """The students' notebook, as committed."""
    return release.student_notebook().read_bytes()


@pytest.fixture(scope="session")
def first_try(stub: bytes) -> dict:
    """A realistic hand-in, half right, as a notebook's JSON."""
    answers = (known_answers.BANKS / "realistic" / "first_try.py").read_text(encoding="utf-8")
    notebook = demo.fill(nbformat.reads(stub.decode(), as_version=4), answers)
    notebook.cells.insert(0, nbformat.v4.new_code_cell("import os"))
    return json.loads(nbformat.writes(notebook))
