"""A machine that computes otherwise stops grading; one with a GPU in sight grades as any other."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import torch
from conftest import nme_in_a_child

from autograder.course import ROOT
from autograder.grading import known_answers
from autograder.sandbox import client

BACKWARD = """
import torch

def nme(pred, true):
    leaf = torch.ones(2, requires_grad=True)
    (leaf * leaf).sum().backward()
    return leaf.grad.numpy()
"""


@pytest.fixture(scope="module")
def one_gpu(tmp_path_factory) -> str:
    """A library that shows one GPU to whoever preloads it."""
    compiler = shutil.which("cc")
    if compiler is None or torch.version.cuda is None:
        pytest.skip("needs a C compiler, and a torch that can look for GPUs")
    library = tmp_path_factory.mktemp("one_gpu") / "one_gpu.so"
    source = Path(__file__).parents[1] / "fixtures" / "one_gpu.c"
    subprocess.run([compiler, "-shared", "-fPIC", "-o", library, source], check=True)
    return str(library)


def _run(script: str, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", script, *arguments],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=os.environ | environment,
        check=False,
    )


def test_the_library_shows_a_gpu_and_a_fork_after_backward_fails(one_gpu):
    """What the next two tests rely on."""
    script = f"""
import os, torch
torch.set_num_threads(1)
{BACKWARD}
nme(0, 0)
if os.fork() == 0:
    try:
        nme(0, 0)
    except RuntimeError as error:
        print("fork-based multiprocessing" in str(error), flush=True)
    os._exit(0)
os.wait()
"""
    assert _run(script, LD_PRELOAD=one_gpu).stdout.strip() == "True"


def test_children_take_gradients_where_a_gpu_is_in_sight(one_gpu, monkeypatch):
    monkeypatch.setitem(client.ENVIRONMENT, "LD_PRELOAD", one_gpu)
    with client.ForkServer() as fork_server:
        reply = nme_in_a_child(fork_server, BACKWARD)
    assert reply["answer"]["nme"].tolist() == [2, 2]


@pytest.mark.long
def test_mutants_take_gradients_where_a_gpu_is_in_sight(one_gpu):
    """A mutant that is no mistake survives: its gradient is asked for, too, and comes."""
    script = """
import inspect
from dataclasses import replace
from autograder.proof.mutants import hunting
from solution import losses
some = next(m for m in hunting.mutants() if m.function == "adaptive_wing")
same = replace(some, source=inspect.getsource(losses.adaptive_wing))
hunting.mutants = lambda: [same]
(fate,) = hunting.hunt(["adaptive_wing"], 1, "a test", lambda fate: None)[0]
print("killed:", fate.killed)
"""
    result = _run(script, LD_PRELOAD=one_gpu)
    assert result.returncode == 0, result.stderr
    assert result.stdout.strip() == "killed:"


@pytest.fixture
def wrong_machine(tmp_path) -> dict[str, str]:
    """An environment in which numpy of the judge takes wrong norms, and nothing is remembered."""
    (tmp_path / "sitecustomize.py").write_text(
        "import numpy as np\nright = np.linalg.norm\n"
        "np.linalg.norm = lambda *args, **options: 0.5 + right(*args, **options)\n"
    )
    return {"PYTHONPATH": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path / "cache")}


@pytest.mark.long
def test_a_wrong_machine_grades_nobody(wrong_machine, tmp_path):
    """Grading stops with the reason, and nothing is written that looks like a result."""
    path, out = tmp_path / "ada.ipynb", tmp_path / "out"
    path.write_bytes(known_answers.notebook(*known_answers.reference_cells()))
    command = [sys.executable, "-m", "autograder", "grade", str(path), "--out", str(out)]
    result = subprocess.run(
        command,
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=os.environ | wrong_machine,
        check=False,
    )
    assert result.returncode == 2
    for words in ("does not grade as it should", "metrics.nme", "Nobody was graded", "doctor"):
        assert words in result.stdout
    assert not list(out.glob("*/report.json")) and not list(out.glob("staff/*.json"))
    assert not list((tmp_path / "cache").rglob("machine/*"))


@pytest.mark.long
def test_a_right_machine_is_remembered(tmp_path):
    """The reference is judged once, and once more where another GPU is in sight."""
    script = """
import os
from autograder.grading import machine
from autograder.sandbox.confinement import FULL
from autograder.grading.judge import with_judge

def work(judge):
    judged, real = [], judge.outcomes
    judge.outcomes = lambda contents: judged.append(contents) or real(contents)
    for gpus in ("", "", "3", "3"):
        os.environ["CUDA_VISIBLE_DEVICES"] = gpus
        assert machine.problem(judge, FULL) == ""
        print(len(judged), end=" ")

with_judge("a test", work)
"""
    assert _run(script, XDG_CACHE_HOME=str(tmp_path)).stdout.split() == ["1", "1", "2", "2"]


@pytest.mark.long
def test_a_set_has_the_same_order_in_every_fork_server():
    order = 'def nme(pred, true):\n    return list({f"picture {k}" for k in range(50)})'
    seen = []
    for _ in range(2):
        with client.ForkServer() as fork_server:
            seen.append(nme_in_a_child(fork_server, order))
    assert len(seen[0]["answer"]["nme"]) == 50 and seen[0] == seen[1]
