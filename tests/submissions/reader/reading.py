"""Reading a few cells, with the process left as it was."""

from __future__ import annotations

import os
import signal
import sys

import pytest

from autograder.grading.known_answers import notebook
from autograder.submissions.reader import read_answers


@pytest.fixture(autouse=True)
def process_as_it_was(tmp_path, monkeypatch):
    """In a folder of its own; `__main__`, the path and the modules written there are put back."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", [*sys.path])
    monkeypatch.setitem(sys.modules, "__main__", sys.modules["__main__"])
    modules, environment = set(sys.modules), dict(os.environ)
    yield
    for name in set(sys.modules) - modules:
        if getattr(sys.modules[name], "__file__", None) and str(tmp_path) in str(
            sys.modules[name].__file__
        ):
            del sys.modules[name]
    os.environ.clear()
    os.environ.update(environment)
    if hasattr(signal, "getitimer"):
        assert signal.getitimer(signal.ITIMER_REAL)[0] == 0


@pytest.fixture
def read():
    """Read the names "f" and "g" from cells."""
    return lambda *cells, names=("f", "g"): read_answers(notebook(*cells), list(names))


@pytest.fixture
def value(read):
    """What `f()` returns in a notebook of these cells."""

    def call(*cells):
        found = read(*cells)
        assert "f" in found.names, found.reasons
        return found.names["f"]()

    return call
