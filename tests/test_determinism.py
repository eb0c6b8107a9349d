"""The same submissions graded again, by one worker and by two: the same reports but for times.

REPETITIONS=20 python -m pytest tests/test_determinism.py is the long form.
"""

from __future__ import annotations

import copy
import json
import os
import shutil
from pathlib import Path
from typing import Any

from autograder import grading
from autograder.intake import collect
from autograder.oracle import WEIGHTS

REPETITIONS = int(os.environ.get("REPETITIONS", "2"))


def test_reports_are_the_same_each_time(first_try, reference, tmp_path):
    folder = tmp_path / "submissions"
    folder.mkdir()
    for number in range(REPETITIONS):
        (folder / f"first_try_{number}.ipynb").write_text(json.dumps(first_try))
    (folder / "reference.ipynb").write_bytes(reference)
    shutil.copyfile(WEIGHTS, folder / "reference.safetensors")
    seen = {}
    for workers in (1, 2):
        out = tmp_path / f"by_{workers}"
        grading.grade(collect([folder]), "the tests' own seed", out, workers, lambda record: None)
        for path in sorted([*out.glob("*/report.json"), *out.glob("staff/*.json")]):
            seen[workers, path.relative_to(out).as_posix()] = _timeless(path)
        assert (out / "scores.csv").read_text() == (tmp_path / "by_1" / "scores.csv").read_text()
    assert len(seen) == 2 * 2 * (REPETITIONS + 1)
    for (workers, name), report in seen.items():
        assert report == seen[1, name], f"{name} with {workers} workers"
        if "first_try" in name:  # and alike among themselves, but for their names
            twin = seen[1, name.replace(_number(name), "first_try_0")]
            assert _named(report, "x") == _named(twin, "x"), name


def _number(name: str) -> str:
    return next(part for part in name.replace(".json", "").split("/") if "first_try" in part)


def _named(report: dict, name: str) -> dict:
    """The report under another submission's name."""
    renamed = copy.deepcopy(report)
    for field in ("submission", "slug", "folder"):
        if field in renamed:
            renamed[field] = name
    return renamed


def _timeless(path: Path) -> dict:
    """A report without what a clock has said."""
    return _without_times(json.loads(path.read_text(encoding="utf-8")))


def _without_times(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: _without_times(v) for k, v in value.items() if "second" not in k}
    return [_without_times(item) for item in value] if isinstance(value, list) else value
