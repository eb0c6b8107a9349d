"""The commands tell the truth: a wrong input is one line with exit code 2, and no traceback."""

from __future__ import annotations

import json
import shutil
from dataclasses import asdict, replace

import numpy as np
import pytest
import torch
from PIL import Image
from safetensors.torch import save_file
from torch import nn
from typer.testing import CliRunner

from autograder.course import ROOT
from autograder.parts.bundled_data import SAMPLE
from solution.tools.checkpoints import refuse_other_settings
from solution.tools.cli import app
from solution.tools.config import Config, TrainingError
from solution.tools.files.verification import verify
from solution.tools.fitting import _scheduler
from solution.tools.weights import load_weights
from solution.wflw import LISTS, WFLW, to_rgb

WEIGHTS = ["--weights", str(ROOT / "solution" / "checkpoint" / "weights.safetensors")]
DATA = ["--data", str(SAMPLE)]
PHOTO = str(SAMPLE / "WFLW_images" / WFLW(SAMPLE, "test").faces[0].path)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["evaluate", *DATA, *WEIGHTS, "--split", "val"], "largepose"),
        (["floors", *DATA, "--split", "val"], "largepose"),
        (["evaluate", *DATA, *WEIGHTS, "--split", "blur", "--protocol", "rect"], "no rectangles"),
        (["train", *DATA, "--out", "o", "--epochs", "0"], "--epochs"),
        (["train", *DATA, "--out", "o", "--device", "foo"], "foo"),
        (["train", *DATA, "--out", "o", "--faces", "2", "--validation", "0.4"], "too few"),
        (["train", *DATA, "--out", "o", "--size", "65"], "--size must be a multiple of 32"),
        (["train", *DATA, "--out", "o", "--workers", "-1"], "--workers"),
        (["train", *DATA, "--out", "o", "--rate", "nan"], "--rate"),
        (["predict", PHOTO, *WEIGHTS, "--box", "5", "5", "5", "9"], "not 5 5 5 9"),
        (["predict", PHOTO, *WEIGHTS, "--box", "9000", "10", "9100", "99"], "not in the picture"),
        (["predict", PHOTO, *WEIGHTS, "--box", "0", "0", "inf", "99"], "not in the picture"),
        (["predict", PHOTO, *WEIGHTS, "--box", "9", "9", "99", "99", "--out", "l.foo"], "foo"),
    ],
)
def test_one_line_says_what_is_wrong(arguments, words, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code == 2 and words in result.output, result.output
    assert isinstance(result.exception, SystemExit)


@pytest.mark.parametrize("text", [None, '{"foo": 1, "modules": [1, 1, 1]}', "no json"])
def test_settings_beside_the_weights_are_missing_or_odd(text, tmp_path):
    shutil.copy(WEIGHTS[1], tmp_path / "w.safetensors")
    if text:
        (tmp_path / "config.json").write_text(text)
    arguments = ["evaluate", *DATA, "--weights", str(tmp_path / "w.safetensors")]
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code == 2 and "config.json" in result.output


def test_another_training_is_not_gone_on_with(tmp_path):
    config = Config(data="", out=str(tmp_path))
    (tmp_path / "config.json").write_text(json.dumps(asdict(config)))
    refuse_other_settings(replace(config, epochs=9, workers=2, device="cpu", precision="fp32"))
    for name, value in {
        **{"size": 96, "loss": "mse", "chain": "hrnet", "sigma": 1.0, "seed": 1, "rate": 0.1},
        **{"width": 16, "faces": 5},
    }.items():
        with pytest.raises(TrainingError, match=f"--{name} was"):
            refuse_other_settings(replace(config, **{name: value}))


def test_one_epoch_trains_at_the_rate_asked_for():
    optimizer = torch.optim.AdamW(nn.Linear(1, 1).parameters(), 1e-4)
    _scheduler(Config(data="", out="", epochs=1), optimizer)
    assert optimizer.param_groups[0]["lr"] == 1e-4


@pytest.mark.parametrize("white", [np.uint16(65535), np.int32(65535), np.float32(1)])
def test_deep_grey_is_scaled(white):
    grey = (np.linspace(0, 1, 12).reshape(3, 4) * white).astype(white.dtype)
    found = to_rgb(Image.fromarray(grey))
    assert found.shape == (3, 4, 3) and found.dtype == np.uint8
    assert np.abs(found[..., 0] - np.linspace(0, 255, 12).reshape(3, 4)).max() <= 1


def test_a_mark_before_the_list_is_read_by_both(tmp_path):
    shutil.copytree(SAMPLE, tmp_path / "bom")
    path = tmp_path / "bom" / LISTS["train"]
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert verify(tmp_path / "bom").errors == []
    assert len(WFLW(tmp_path / "bom", "train")) == 24


def test_weights_that_are_not_finite_are_refused(tmp_path):
    path = tmp_path / "w.safetensors"
    save_file({"weight": torch.tensor([[float("nan")]]), "bias": torch.zeros(1)}, path)
    with pytest.raises(ValueError, match="not finite"):
        load_weights(nn.Linear(1, 1), path)
