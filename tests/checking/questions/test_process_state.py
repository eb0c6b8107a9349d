"""One known state before every question: whatever is set before, and whatever an answer leaves."""

from __future__ import annotations

import decimal
import gc
import locale
import multiprocessing
import os
import random
import sys
import warnings

import matplotlib.pyplot as plt
import numpy as np
import pytest
import torch

from autograder.checking.namespace import Student
from autograder.checking.questions.evaluate import answer
from autograder.checking.questions.process_state import known_state

# One line of a student's for each setting of the process.
MESSES = {
    "dtype": lambda: torch.set_default_dtype(torch.float64),
    "device": lambda: torch.set_default_device("meta"),
    "no gradients": lambda: torch.set_grad_enabled(False),
    "anomalies": lambda: torch.autograd.set_detect_anomaly(True),
    "autocast": lambda: torch.set_autocast_enabled("cpu", True),
    "deterministic": lambda: torch.use_deterministic_algorithms(True),
    "precision": lambda: torch.set_float32_matmul_precision("medium"),
    "threads": lambda: torch.set_num_threads(2),
    "torch's seed": lambda: torch.manual_seed(5),
    "numpy's seed": lambda: np.random.seed(5),
    "Python's seed": lambda: random.seed(5),
    "errors": lambda: np.seterr(all="raise"),
    "callback": lambda: np.seterrcall(lambda *_: None),
    "numpy prints": lambda: np.set_printoptions(precision=1, suppress=True, threshold=2),
    "torch prints": lambda: torch.set_printoptions(precision=1, sci_mode=False),
    "buffers": lambda: np.setbufsize(1024),
    "decimals": lambda: setattr(decimal.getcontext(), "prec", 3),
    "rounding": lambda: setattr(decimal.getcontext(), "rounding", decimal.ROUND_UP),
    "autocast's dtype": lambda: torch.set_autocast_dtype("cpu", torch.float16),
    "cudnn": lambda: setattr(torch.backends.cudnn, "deterministic", True),
    "denormals": lambda: torch.set_flush_denormal(True),
    "locale": lambda: locale.setlocale(locale.LC_ALL, "C.UTF-8"),
    "start method": lambda: multiprocessing.set_start_method("spawn", force=True),
    "trace": lambda: sys.settrace(lambda *_: None),
    "garbage": gc.disable,
    "recursion": lambda: sys.setrecursionlimit(500),
    "environment": lambda: os.environ.update(LEFT_BEHIND="1"),
    "search path": lambda: sys.path.insert(0, "/left/behind"),
    "warnings": lambda: warnings.simplefilter("error"),
    "pictures": lambda: plt.rcParams.update({"figure.dpi": 30, "axes.grid": True}),
    "a figure": lambda: plt.figure(),
    "folder": lambda: os.chdir(os.sep),
}


def _state() -> dict[str, object]:
    """All of it, read without the module that is tested."""
    return {
        "dtype": torch.get_default_dtype(),
        "device": torch.get_default_device(),
        "no gradients": torch.is_grad_enabled(),
        "anomalies": torch.is_anomaly_enabled(),
        "autocast": torch.is_autocast_enabled("cpu"),
        "deterministic": torch.are_deterministic_algorithms_enabled(),
        "precision": torch.get_float32_matmul_precision(),
        "threads": torch.get_num_threads(),
        "torch's seed": torch.get_rng_state().tolist(),
        "numpy's seed": np.random.get_state()[1].tolist(),
        "Python's seed": random.getstate(),
        "errors": np.geterr(),
        "callback": np.geterrcall(),
        "numpy prints": np.get_printoptions(),
        "torch prints": str(torch.tensor([1e-9, 1.23456789])),
        "buffers": np.getbufsize(),
        "decimals": decimal.getcontext().prec,
        "rounding": decimal.getcontext().rounding,
        "autocast's dtype": torch.get_autocast_dtype("cpu"),
        "cudnn": torch.backends.cudnn.deterministic,
        "denormals": float(torch.tensor([1e-310], dtype=torch.float64, device="cpu") * 2),
        "locale": locale.setlocale(locale.LC_ALL),
        "start method": multiprocessing.get_start_method(allow_none=True),
        "trace": sys.gettrace(),
        "garbage": gc.isenabled(),
        "recursion": sys.getrecursionlimit(),
        "environment": dict(os.environ),
        "search path": list(sys.path),
        "warnings": list(warnings.filters),
        "pictures": dict(dict.items(plt.rcParams)),
        "a figure": plt.get_fignums(),
        "folder": os.getcwd(),
    }


@pytest.fixture
def put_back():
    """A process that other tests still want to use."""
    torch.set_num_threads(1)
    with known_state():
        yield


@pytest.mark.parametrize("name", MESSES)
def test_what_an_answer_leaves_behind_is_put_back(name, put_back):
    before = _state()
    with known_state():
        MESSES[name]()
    assert _state() == before


@pytest.mark.parametrize("name", MESSES)
def test_what_stands_above_makes_no_difference(name, put_back, tmp_path):
    with known_state(tmp_path):
        usual = _state()
    MESSES[name]()
    with known_state(tmp_path):
        found = _state()
    kept = {"environment", "search path", "a figure"}  # the notebook's own, and left alone
    kept |= {"locale", "start method", "trace"}
    assert {k: found[k] for k in found.keys() - kept} == {k: usual[k] for k in usual.keys() - kept}


def test_all_messes_at_once_and_an_error(put_back):
    before = _state()

    def fail():
        with known_state():
            for mess in MESSES.values():
                mess()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert _state() == before


def test_a_folder_that_was_removed_is_left(put_back, tmp_path):
    gone = tmp_path / "gone"
    gone.mkdir()
    os.chdir(gone)
    gone.rmdir()
    with known_state(tmp_path):
        assert os.getcwd() == str(tmp_path)
    assert os.path.isdir(os.getcwd())


@pytest.mark.parametrize("name", MESSES)
def test_an_answer_that_makes_a_mess_is_right_all_the_same(name, put_back):
    def nme(pred, true):
        MESSES[name]()
        return np.abs(pred - true).mean(axis=(1, 2))

    student = Student({"nme": nme})
    inputs = {"pred": np.zeros((2, 98, 2)), "true": np.ones((2, 98, 2))}
    replies = [answer(student, "nme", inputs) for _ in range(2)]
    assert "answer" in replies[0] and str(replies[0]) == str(replies[1])


def test_random_numbers_are_the_same_for_every_question(put_back):
    drawn = []

    def nme(pred, true):
        drawn.append((random.random(), np.random.rand(), torch.rand(1).item()))
        return np.zeros(2)

    inputs = {"pred": np.zeros((2, 98, 2)), "true": np.ones((2, 98, 2))}
    for _ in range(2):
        answer(Student({"nme": nme}), "nme", inputs)
    assert drawn[0] == drawn[1]
