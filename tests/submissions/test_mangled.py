"""However a notebook is saved, split, joined, copied or shuffled, its report stays the same."""

from __future__ import annotations

import copy
import json
import random
import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from autograder.reports.record import student_view


def drop_metadata(notebook, rng):
    for cell in notebook["cells"]:
        cell["metadata"] = {}
        cell.pop("id", None)


def duplicate_metadata(notebook, rng):
    for cell in notebook["cells"]:
        cell["metadata"] = {"nbgrader": {"grade_id": "same", "schema_version": 3}}
        cell["id"] = "same"


def save_as_colab(notebook, rng):
    notebook["nbformat_minor"] = 0
    notebook["metadata"] = {"colab": {"provenance": []}, "kernelspec": {"name": "python3"}}
    for cell in notebook["cells"]:
        cell.pop("id", None)
        cell["metadata"] = {"id": f"{rng.random():.10f}"}
        if isinstance(cell["source"], str):
            cell["source"] = cell["source"].splitlines(keepends=True)


def split(notebook, rng):
    """Cut code cells where a definition begins."""
    cells = []
    for cell in notebook["cells"]:
        text = _text(cell)
        parts = re.split(r"\n(?=def |class |@)", text) if cell["cell_type"] == "code" else [text]
        whole = "@" in text or rng.random() < 0.3
        cells += [cell | {"source": part} for part in ([text] if whole else parts)]
    notebook["cells"] = cells


def join(notebook, rng):
    """Neighbouring code cells become one."""
    cells = []
    for cell in notebook["cells"]:
        both_code = cells and cells[-1]["cell_type"] == cell["cell_type"] == "code"
        if both_code and rng.random() < 0.7:
            cells[-1] = cells[-1] | {"source": _text(cells[-1]) + "\n\n" + _text(cell)}
        else:
            cells.append(cell)
    notebook["cells"] = cells


def duplicate(notebook, rng):
    for cell in rng.sample(notebook["cells"], k=5):
        notebook["cells"].insert(rng.randrange(len(notebook["cells"])), copy.deepcopy(cell))


def reorder(notebook, rng):
    rng.shuffle(notebook["cells"])


def retype(notebook, rng):
    """Prose becomes code by a slip of the keyboard."""
    for cell in notebook["cells"]:
        if cell["cell_type"] == "markdown" and rng.random() < 0.5:
            cell["cell_type"] = "code"


def add_noise(notebook, rng):
    noise = [
        "!pip install -q opencv-python",
        "%matplotlib inline\n%config InlineBackend.figure_format = 'retina'",
        "for epoch in range(10**9):\n    loss = model(images).mean()\n    print(epoch, loss)",
        "print(flip(prepared['image'], prepared['points']))",
        "try:\n    import cv2\nexcept ImportError:\n    cv2 = None",
        "import numpy as np, torch\nnp.random.seed(0)",
        "this is a note to myself",
    ]
    for source in noise:
        cell = {"cell_type": "code", "source": source, "metadata": {}, "outputs": []}
        notebook["cells"].insert(rng.randrange(len(notebook["cells"])), cell)


def append_stub_again(notebook, rng):
    source = "def flip(image, points):\n    # YOUR CODE HERE\n    raise NotImplementedError()"
    notebook["cells"].append({"cell_type": "code", "source": source, "metadata": {}})


MANGLERS = [
    drop_metadata,
    duplicate_metadata,
    save_as_colab,
    split,
    join,
    duplicate,
    reorder,
    retype,
    add_noise,
    append_stub_again,
]


def _text(cell):
    source = cell["source"]
    return source if isinstance(source, str) else "".join(source)


class Report(dict):
    """(part, check, visibility) -> what a student is told, without cell numbers."""

    def __init__(self, record):
        for part in student_view(record)["parts"]:
            for check in part["checks"]:
                told = re.sub(r"code cell \d+, line \d+", "a cell", json.dumps(check))
                self[part["id"], check["id"], check["visibility"]] = told

    def __repr__(self):
        return "<report>"

    def differences(self, other):
        return [(name, told, other[name]) for name, told in self.items() if told != other[name]]


@pytest.fixture(scope="module")
def regrade(grade, first_try):
    """The report of the realistic hand-in after some manglers."""

    def mangle_and_grade(manglers, seed):
        notebook, rng = copy.deepcopy(first_try), random.Random(seed)
        for mangle in manglers:
            mangle(notebook, rng)
        return Report(grade(json.dumps(notebook).encode()))

    return mangle_and_grade


@pytest.fixture(scope="module")
def clean(regrade):
    report = regrade([], 0)
    assert len(report) > 40
    return report


@pytest.mark.parametrize("mangle", MANGLERS, ids=lambda mangle: mangle.__name__)
def test_each_way_by_itself(mangle, regrade, clean):
    assert regrade([mangle], seed=1).differences(clean) == []


@pytest.mark.long
@settings(
    max_examples=20,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    manglers=st.lists(st.sampled_from(MANGLERS), min_size=2, max_size=6),
    seed=st.integers(0, 2**32 - 1),
)
def test_any_mixture(manglers, seed, regrade, clean):
    assert regrade(manglers, seed).differences(clean) == []
