"""Grading by a Dask cluster on this machine."""

from __future__ import annotations

import os
import signal
import threading

import pytest
from conftest import SEED

from autograder.grading import batch, known_answers, workers
from autograder.grading.cluster import source
from autograder.submissions import files

distributed = pytest.importorskip("distributed")

SLOW = "import time\ndef nme(pred, true):\n    time.sleep(1)\n    return 0"


@pytest.fixture(scope="module")
def cluster():
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, dashboard_address=None, silence_logs=50
    ) as cluster:
        yield cluster


def _submissions(folder, cells):
    for name, cell in cells.items():
        (folder / f"{name}.ipynb").write_bytes(known_answers.notebook("import torch", cell))
    found = files.collect([folder])
    for submission in found:
        submission.parts = ("metrics",)
    return found


def _grade(submissions, out, scheduler="", progress=lambda record: None):
    graders = source(scheduler) if scheduler else workers.source(1)
    return batch.grade(submissions, workers.Terms(SEED), out, graders, progress)


@pytest.mark.long
def test_a_worker_killed_in_mid_grade_loses_nothing(cluster, tmp_path):
    right = next(cell for cell in known_answers.reference_cells() if "def nme(" in cell)
    folder = tmp_path / "class"
    folder.mkdir()
    submissions = _submissions(
        folder,
        {"ada": right, "bob": SLOW, "cy": "def nme(pred, true):\n    return 0", "dora": right},
    )
    here = _grade(submissions, tmp_path / "here")

    with distributed.Client(cluster) as client:
        before = client.run(os.getpid)

    graded = threading.Event()

    def kill_one():
        while not list((tmp_path / "there" / "staff").glob("*.json")):
            if graded.wait(0.05):
                return  # grading has failed, which is what the test should tell
        os.kill(min(before.values()), signal.SIGKILL)  # others are under way by now

    killer = threading.Thread(target=kill_one)
    killer.start()
    try:
        there = _grade(submissions, tmp_path / "there", cluster.scheduler_address)
    finally:
        graded.set()
        killer.join()
    assert [(r.submission, r.status, r.score) for r in there] == [
        (r.submission, r.status, r.score) for r in here
    ]
    with distributed.Client(cluster) as client:
        assert set(before.values()) != set(client.run(os.getpid).values())


@pytest.mark.long
def test_no_scheduler_is_told(tmp_path):
    path = tmp_path / "a.ipynb"
    path.write_bytes(known_answers.notebook("x = 1"))
    with pytest.raises(ValueError, match="no Dask scheduler"):
        _grade(files.collect([path]), tmp_path / "out", "tcp://127.0.0.1:9")
