"""The same submission graded again: the same record but for times.

REPETITIONS=20 python -m pytest tests/test_determinism.py is the long form: a realistic hand-in and
the reference, twenty times each, by one worker and by two.
"""

from __future__ import annotations

import json
import os
import shutil
from typing import Any

import pytest

from autograder.grading import batch, workers
from autograder.grading.oracle import WEIGHTS
from autograder.submissions.files import collect

LONG = int(os.environ.get("REPETITIONS", "0"))


def test_records_are_the_same_each_time(grade, first_try):
    records = [grade(json.dumps(first_try).encode()).as_dict() for _ in range(2)]
    assert _comparable(records[0]) == _comparable(records[1])


@pytest.mark.skipif(not LONG, reason="minutes; REPETITIONS=20 runs it")
def test_reports_are_the_same_with_one_worker_and_with_two(first_try, reference, tmp_path):
    folder = tmp_path / "submissions"
    folder.mkdir()
    for name, text in {"first_try": json.dumps(first_try), "reference": reference.decode()}.items():
        for number in range(LONG):
            path = folder / f"{name}-{number}.ipynb"
            path.write_text(text)
            shutil.copyfile(WEIGHTS, path.with_suffix(".safetensors"))
    seen: dict[tuple[str, str], list[Any]] = {}
    for count in (1, 2):
        out = tmp_path / f"by_{count}"
        terms = workers.Terms("the tests' own seed")
        batch.grade(collect([folder]), terms, out, workers.source(count), lambda record: None)
        for path in [*out.glob("*/report.json"), *out.glob("staff/*.json")]:
            slug = path.stem if path.parent.name == "staff" else path.parent.name
            text = path.read_text(encoding="utf-8").replace(slug, "it")
            name = slug.split("-")[0], "student" if path.name == "report.json" else "staff"
            seen.setdefault(name, []).append(_comparable(json.loads(text)))
    assert len(seen) == 4
    for name, reports in seen.items():
        assert len(reports) == 2 * LONG
        assert all(report == reports[0] for report in reports), name


def _comparable(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: _comparable(v) for k, v in value.items() if "second" not in k and k != "digest"}
    return [_comparable(item) for item in value] if isinstance(value, list) else value
