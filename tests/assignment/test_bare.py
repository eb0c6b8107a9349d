"""Both notebooks from top to bottom where nothing of this kit is installed, as in Colab.

BARE=python3 python -m pytest tests/test_bare.py makes an environment with that interpreter,
PyTorch and a kernel; the notebook itself installs the rest.  The bundle comes from a server on
this machine, the network of the last part is really trained, and every check's time is printed.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
from datetime import datetime
from pathlib import Path

import nbformat
import pytest
from conftest import said
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from nbformat import NotebookNode

from autograder import course
from autograder.checking import syllabus

INTERPRETER = os.environ.get("BARE", "")
pytestmark = pytest.mark.skipif(
    not INTERPRETER, reason="a quarter of an hour; BARE=python3 runs it"
)

COLAB = ("ipykernel", "matplotlib", "numpy", "pillow", "torch", "torchvision")
# A warning that comes from the kit's own modules, or from a cell of the notebook, is an error.
STRICT = r"""
import warnings
warnings.filterwarnings("error", module=r"(autograder|data_stub|solution|__main__)\b")
"""
HOUR = 3600


@pytest.fixture(scope="module")
def kernels(tmp_path_factory) -> Path:
    """A folder with the specification of a kernel in a new environment."""
    folder = tmp_path_factory.mktemp("bare")
    subprocess.run([INTERPRETER, "-m", "venv", folder / "venv"], check=True)
    python = str(folder / "venv" / "bin" / "python")
    subprocess.run([python, "-m", "pip", "install", "--quiet", *COLAB], check=True)
    spec = {
        "argv": [python, "-m", "ipykernel_launcher", "-f", "{connection_file}"],
        "display_name": "bare",
        "language": "python",
    }
    (folder / "kernels" / "bare").mkdir(parents=True)
    (folder / "kernels" / "bare" / "kernel.json").write_text(json.dumps(spec))
    return folder / "kernels"


def run(notebook: NotebookNode, folder: Path, kernels: Path, bundle_url: str) -> NotebookNode:
    """The notebook with its outputs; a cell that raises fails the test."""
    for cell in notebook.cells:
        cell.source = cell.source.replace(course.load().bundle_url, bundle_url)
    notebook.cells.insert(0, nbformat.v4.new_code_cell(STRICT))
    specs = KernelSpecManager(kernel_dirs=[str(kernels)])
    client = NotebookClient(
        notebook,
        km=AsyncKernelManager(kernel_name="bare", kernel_spec_manager=specs),
        timeout=2 * HOUR,
        resources={"metadata": {"path": str(folder)}},
    )
    return client.execute()


def seconds(cell: NotebookNode) -> float:
    times = cell.metadata["execution"]
    start, end = times["iopub.execute_input"], times["shell.execute_reply"]
    return (datetime.fromisoformat(end) - datetime.fromisoformat(start)).total_seconds()


def by_id(notebook: NotebookNode) -> dict[str, NotebookNode]:
    return {cell.id: cell for cell in notebook.cells if cell.cell_type == "code"}


def test_the_reference_passes_every_check(built, kernels, bundle_url, tmp_path, capsys):
    notebook = nbformat.read(built.instructor, 4)
    for cell in notebook.cells:
        cell.source = cell.source.replace("TRAIN = False", "TRAIN = True")
    cells = by_id(run(notebook, tmp_path, kernels, bundle_url))
    with capsys.disabled():
        print("\nseconds")
        for name in [part.id for part in syllabus.parts()]:
            print(f"{seconds(cells[name]):7.2f}  {said(cells[name]).splitlines()[0]}")
        for name in ("environment", "board", "trained-run"):
            print(f"{seconds(cells[name]):7.2f}  {name}")
        print(f"{sum(map(seconds, cells.values())):7.2f}  all cells")
    for part in syllabus.parts():
        count = len(part.checks)
        assert f"public checks {count}/{count}" in said(cells[part.id]), said(cells[part.id])
    last = re.findall(r"validation NME ([\d.]+) %", said(cells["trained-run"]))[-1]
    assert float(last) < 14, said(cells["trained-run"])
    assert said(cells["trained-table"]) and (tmp_path / "board.txt").is_file()
    assert not errors(cells)


def test_the_stub_runs_and_says_not_started(built, kernels, bundle_url, tmp_path):
    cells = by_id(run(nbformat.read(built.student, 4), tmp_path, kernels, bundle_url))
    for part in syllabus.parts():
        assert said(cells[part.id]).startswith(f"{part.id}: not started")
    assert said(cells["board"]).count("not started") == len(syllabus.parts())
    assert not errors(cells)


def errors(cells: dict[str, NotebookNode]) -> list[str]:
    """What cells wrote to the error stream, warnings of other people's modules included."""
    return [
        f"{name}: {output.text}"
        for name, cell in cells.items()
        for output in cell.outputs
        if output.output_type == "stream" and output.name == "stderr"
    ]
