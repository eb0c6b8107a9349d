"""What only a GPU can show; on other machines these tests say so and are skipped."""

from __future__ import annotations

import pytest
import torch

from data_stub.dataset import write_dataset
from solution.smoke import smoke

pytestmark = pytest.mark.skipif(not torch.cuda.is_available(), reason="needs a CUDA GPU")


def test_the_smoke_run_holds(tmp_path):
    write_dataset(tmp_path / "faces", train=400, test=120, seed=11, workers=4)
    findings = list(smoke(tmp_path / "faces", tmp_path / "run", "cuda"))
    assert [finding.name for finding in findings if not finding.holds] == []
    assert len(findings) == 8  # two trainings, the default and float32
