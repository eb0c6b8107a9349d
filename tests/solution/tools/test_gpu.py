"""What only a GPU can show; on other machines these tests say so and are skipped."""

from __future__ import annotations

from dataclasses import replace

import pytest
import torch
from test_devices import CALLS, CPU, CUDA, answers
from test_precision import ALL, small_training, validated_again

from data_stub.dataset import write_dataset
from solution.tools.fitting import fit
from solution.tools.runs.smoke_run import smoke

pytestmark = pytest.mark.skipif(not torch.cuda.is_available(), reason="needs a CUDA GPU")


def test_the_smoke_run_holds(tmp_path):
    write_dataset(tmp_path / "faces", train=400, test=120, seed=11, workers=4)
    findings = list(smoke(tmp_path / "faces", tmp_path / "run", "cuda"))
    assert [finding.name for finding in findings if not finding.holds] == []
    assert len(findings) == 8  # two trainings, the default and float32


@pytest.mark.parametrize("name", CALLS)
def test_a_function_answers_as_on_the_cpu(name):
    pairs = zip(answers(CALLS[name], CUDA), answers(CALLS[name], CPU), strict=True)
    for ours, theirs in pairs:
        assert ours.device == CUDA
        torch.testing.assert_close(ours.cpu(), theirs, rtol=1e-4, atol=1e-4)


@pytest.mark.parametrize("name", [*ALL, "auto"])
def test_what_is_validated_is_what_is_saved(name, tmp_path):
    config = replace(small_training(tmp_path), device="cuda", precision=name)
    log = fit(config)
    assert validated_again(config) == pytest.approx(min(row["nme"] for row in log), rel=1e-3)
