"""Training: leaf functions, splits, checkpoints, resuming, and clear errors."""

from __future__ import annotations

import csv
import math
from dataclasses import replace
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.backends.backend_agg import FigureCanvasAgg
from safetensors.torch import load_file
from torch import nn
from torch.utils.data import DataLoader
from typer.testing import CliRunner

from autograder.parts.bundled_data import SAMPLE
from solution.crops import Augment, Crops, network_box
from solution.losses import wing
from solution.metrics import auc, by_attribute, failure_rate
from solution.plots import draw_points
from solution.tools import checkpoints, fitting
from solution.tools.chains import FRACTIONS, KIT
from solution.tools.charts import draw_ced, draw_worst
from solution.tools.cli import app
from solution.tools.config import Config, TrainingError, load_trained
from solution.tools.evaluation import evaluate, write_faces
from solution.tools.fitting import WithTargets, fit, heatmap_mse, measure_nme
from solution.training import choose_epoch, train_epoch, validate
from solution.wflw import ATTRIBUTES, WFLW, Face, attribute_counts, split_faces

# ---------------------------------------------------------------- metrics


def test_auc_is_the_area_under_the_curve():
    errors = np.random.default_rng(0).gamma(2, 0.03, 5000)
    grid = np.linspace(0, 0.1, 20_001)
    curve = (errors[:, None] <= grid).mean(axis=0)
    assert auc(errors) == pytest.approx(np.trapezoid(curve, grid) / 0.1, abs=1e-5)


def test_failure_is_strictly_greater():
    assert failure_rate(np.array([0.05, 0.10, 0.1000001, 3.0])) == 0.5


@given(st.integers(0, 2**32 - 1), st.integers(1, 40))
def test_subsets_are_counted_and_averaged_by_themselves(seed, count):
    rng = np.random.default_rng(seed)
    errors, flags = rng.uniform(0, 1, count), rng.integers(0, 2, (count, 6))
    table = by_attribute(errors, flags)
    assert list(table) == ["full", *ATTRIBUTES]
    assert table["full"] == (count, pytest.approx(errors.mean()))
    for index, name in enumerate(ATTRIBUTES):
        chosen = errors[flags[:, index] == 1]
        assert table[name][0] == len(chosen)
        assert math.isnan(table[name][1]) if not len(chosen) else True


def test_wing_is_continuous_and_its_slope_falls_with_the_error():
    error = torch.linspace(0, 30, 3001, dtype=torch.float64)
    loss = wing(error, torch.zeros(()))
    steps = loss.diff() / 0.01
    assert loss[0] == 0 and loss[1000] == pytest.approx(10 * math.log(6))
    assert steps[0] == pytest.approx(5, rel=0.01) and steps[-1] == pytest.approx(1)
    assert (steps.diff()[:998] < 0).all() and steps[1000:] == pytest.approx(1)


# ---------------------------------------------------------------- data


@given(
    st.lists(st.sampled_from("abcdefghij"), min_size=1, max_size=60),
    st.floats(0, 1),
    st.integers(0, 99),
)
def test_a_split_keeps_pictures_whole(paths, fraction, seed):
    train, held_out = split_faces(paths, fraction, seed)
    assert sorted([*train, *held_out]) == list(range(len(paths)))
    assert not {paths[i] for i in train} & {paths[i] for i in held_out}
    assert len({paths[i] for i in held_out}) == round(fraction * len(set(paths)))
    again = split_faces(paths, fraction, seed)
    assert (again[0] == train).all() and (again[1] == held_out).all()


def test_another_seed_is_another_split():
    paths = [str(i) for i in range(100)]
    assert set(split_faces(paths, 0.3, 0)[1]) != set(split_faces(paths, 0.3, 1)[1])


def test_a_split_draws_from_no_global_generator():
    paths = [str(i) for i in range(50)]
    np.random.seed(0), torch.manual_seed(0)
    before = np.random.get_state()[1].tolist(), torch.get_rng_state().tolist()
    first = split_faces(paths, 0.3, 5)
    assert (np.random.get_state()[1].tolist(), torch.get_rng_state().tolist()) == before
    np.random.seed(1), torch.manual_seed(1)
    assert (split_faces(paths, 0.3, 5)[1] == first[1]).all()


def test_attributes_are_counted():
    faces = WFLW(SAMPLE, "test").faces
    counts = attribute_counts(faces)
    assert counts == {
        name: len(WFLW(SAMPLE, split)) for name, split in zip(ATTRIBUTES, SUBSETS, strict=True)
    }
    assert attribute_counts([]) == dict.fromkeys(ATTRIBUTES, 0)


SUBSETS = ("largepose", "expression", "illumination", "makeup", "occlusion", "blur")


def test_items_depend_on_seed_epoch_and_index_alone():
    data = WFLW(SAMPLE, "train")
    crops = Crops(data, range(6), 64, augment=Augment(), seed=3)
    first = crops[4]
    torch.rand(7), np.random.rand(7)
    assert all((a == b).all() for a, b in zip(first, crops[4], strict=True))
    crops.epoch = 1
    assert not (first[0] == crops[4][0]).all()
    loaded = list(DataLoader(WithTargets(crops, KIT), batch_size=2, num_workers=2))
    direct = list(DataLoader(WithTargets(crops, KIT), batch_size=2))
    for a, b in zip(loaded, direct, strict=True):
        assert all((x == y).all() for x, y in zip(a, b, strict=True))


def test_a_wrong_rectangle_falls_back_to_the_points():
    points = np.random.default_rng(0).uniform(100, 200, (98, 2))

    def face(*rect):
        return Face(points, np.array(rect, float) if rect else None, None, "x.jpg")

    expected = network_box(face(), "points")
    for rect in ((), (50, 50, 40, 40), (900, 900, 950, 950)):
        np.testing.assert_array_equal(network_box(face(*rect), "rect"), expected)
    assert not np.array_equal(network_box(face(90, 90, 190, 210), "rect"), expected)
    with pytest.raises(ValueError, match="protocol"):
        network_box(face(), "gt")


# ---------------------------------------------------------------- pictures


@pytest.mark.parametrize("size", [(40, 60), (300, 200), (1024, 683)])
def test_points_are_drawn_where_they_lie(size):
    """A red and a green mark around the pixel that each point names, in at least its size."""
    image = np.full((size[1], size[0], 3), 128, np.uint8)
    pred = np.tile(np.array(size) * (0.25, 0.25), (98, 1)) + np.eye(98, 2)
    true = np.tile(np.array(size) * (0.75, 0.5), (98, 1))
    figure = draw_points(image, pred, true)
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    pixels = np.asarray(canvas.buffer_rgba()).astype(int)
    plt.close(figure)
    scale = pixels.shape[1] / size[0]
    assert scale > 0.99 and abs(pixels.shape[0] / size[1] - scale) < 0.1
    for points, channel in ((pred, 0), (true, 1)):
        excess = pixels[..., channel] - pixels[..., 1 - channel]
        rows, columns = np.nonzero(excess > 60)
        centre = (np.array([columns.mean(), rows.mean()]) + 0.5) / scale - 0.5
        assert np.abs(centre - points[2:].mean(axis=0)).max() < 1.0


# ---------------------------------------------------------------- leaf functions


def batches(seed=0, sizes=(4, 4, 2)):
    rng = torch.Generator().manual_seed(seed)
    return [
        (
            torch.rand(n, 3, 8, 8, generator=rng, dtype=torch.float64),
            torch.rand(n, 5, 8, 8, generator=rng, dtype=torch.float64),
            torch.ones(n, 5, dtype=torch.float64),
        )
        for n in sizes
    ]


def tiny_net():
    torch.manual_seed(0)
    return nn.Sequential(nn.Conv2d(3, 5, 3, padding=1), nn.BatchNorm2d(5)).double()


def test_an_epoch_is_the_loop_written_out():
    model, twin = tiny_net(), tiny_net()
    optimizer, other = (torch.optim.Adam(m.parameters(), 0.01) for m in (model, twin))
    mean = train_epoch(model.eval(), batches(), optimizer, heatmap_mse)
    total = 0.0
    for images, maps, weight in batches():
        loss = heatmap_mse(twin(images), maps, weight)
        grads = torch.autograd.grad(loss, list(twin.parameters()))
        for parameter, grad in zip(twin.parameters(), grads, strict=True):
            parameter.grad = grad
        other.step()
        total += loss.item() * len(images)
    assert mean == pytest.approx(total / 10) and model.training
    for a, b in zip(model.state_dict().values(), twin.state_dict().values(), strict=True):
        torch.testing.assert_close(a, b)


class Painter(nn.Module):
    """Draws a dot at the brightest pixel of each channel; has a BatchNorm to disturb."""

    def __init__(self):
        super().__init__()
        self.norm = nn.BatchNorm2d(98)

    def forward(self, images):
        self.norm(images)
        return images


def test_validation_disturbs_nothing_and_keeps_every_face():
    rng = np.random.default_rng(0)
    pixels = rng.integers(3, 29, (5, 98, 2))
    points = ((pixels + 0.5) * 4 - 0.5).astype(np.float32)  # maps at stride 4
    images = torch.zeros(5, 98, 32, 32)
    for b in range(5):
        for n, (x, y) in enumerate(pixels[b]):
            images[b, n, y, x] = 1
    loader = [(images[i : i + 2], torch.from_numpy(points[i : i + 2])) for i in (0, 2, 4)]
    model = Painter().train()
    before = {name: value.clone() for name, value in model.state_dict().items()}
    errors = validate(model, loader, measure_nme(KIT, 128))
    assert errors.shape == (5,) and np.abs(errors).max() < 1e-6 and model.training
    assert all((before[name] == value).all() for name, value in model.state_dict().items())


def test_an_epoch_forgets_what_it_finds():
    """Old gradients and the mode it comes in make no difference."""
    states = []
    for mode, old in ((False, 0.7), (True, None)):
        model = tiny_net().train(mode)
        for parameter in model.parameters():
            parameter.grad = None if old is None else torch.full_like(parameter, old)
        train_epoch(model, batches(), torch.optim.SGD(model.parameters(), 0.1), heatmap_mse)
        states.append(model.state_dict())
    for a, b in zip(*(state.values() for state in states), strict=True):
        assert (a == b).all()


@pytest.mark.parametrize("training", [True, False])
def test_validation_gives_back_mode_and_gradients(training):
    model = nn.Sequential(nn.BatchNorm2d(98), nn.Dropout(0.5), nn.Conv2d(98, 98, 1)).train(training)
    for parameter in model.parameters():
        parameter.grad = torch.ones_like(parameter)
    loader = [(torch.rand(n, 98, 4, 4), torch.rand(n, 98, 2)) for n in (3, 1)]
    first, second = (validate(model, loader, measure_nme(KIT, 16)) for _ in range(2))
    assert first.shape == (4,) and (first == second).all() and model.training == training
    assert all((parameter.grad == 1).all() for parameter in model.parameters())
    assert torch.is_grad_enabled()


@given(st.lists(st.sampled_from([0.0, 0.1, 0.2, 0.3, math.inf, math.nan])))
def test_the_best_epoch(history):
    numbers = [value for value in history if not math.isnan(value)]
    if not numbers:
        with pytest.raises(ValueError, match="no epoch"):
            choose_epoch(history)
        return
    best = choose_epoch(history)
    assert history[best] == min(numbers)
    assert min(numbers) not in history[:best]


# ---------------------------------------------------------------- fit


@pytest.fixture
def config(tmp_path):
    return Config(
        data=str(SAMPLE),
        out=str(tmp_path / "run"),
        width=4,
        blocks=1,
        modules=(1, 1, 1),
        size=64,
        epochs=3,
        batch=8,
        rate=1e-3,
        bn_momentum=0.1,
        validation=0.25,
        device="cpu",
    )


def weights(config, name="best.safetensors"):
    return load_file(f"{config.out}/{name}")


@pytest.mark.long
def interrupted(config, monkeypatch):
    """Train until the second epoch is interrupted."""
    real, calls = fitting.train_epoch, []

    def interrupt_the_second(*arguments):
        calls.append(1)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return real(*arguments)

    monkeypatch.setattr(fitting, "train_epoch", interrupt_the_second)
    with pytest.raises(KeyboardInterrupt):
        fit(config)


@pytest.mark.parametrize("schedule", ["step", "plateau"])
def test_interrupted_and_resumed_is_bit_for_bit_the_same(config, schedule, tmp_path, monkeypatch):
    whole = replace(config, schedule=schedule)
    log = fit(whole)
    cut = replace(whole, out=str(tmp_path / "cut"))
    interrupted(cut, monkeypatch)
    torch.rand(3)
    assert fit(cut, resume=True) == log
    for name, value in weights(whole).items():
        assert (weights(cut)[name] == value).all()


def test_the_log_tells_the_training(config):
    log = fit(config)
    with open(f"{config.out}/log.csv", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [int(row["epoch"]) for row in rows] == [1, 2, 3]
    assert log[-1]["loss"] < log[0]["loss"]


def test_clear_errors(config, tmp_path, monkeypatch):
    with pytest.raises(FileNotFoundError, match="list_98pt_rect_attr_train"):
        fit(replace(config, data=str(tmp_path)))
    if not torch.cuda.is_available():
        with pytest.raises(TrainingError, match="no CUDA GPU"):
            fit(replace(config, device="cuda"))
    with pytest.raises(TrainingError, match="loss of epoch 1 is nan"):
        fit(replace(config, rate=1e30))
    monkeypatch.setattr(checkpoints, "save_weights", _disk_full)
    with pytest.raises(TrainingError, match="No space left"):
        fit(config)


def _disk_full(*arguments):
    raise OSError(28, "No space left on device")


def test_evaluation_in_source_pixels(config, tmp_path):
    """A net that finds the crop's centre is, in source pixels, at the centre of each box."""

    class Centre(nn.Module):
        def __init__(self):
            super().__init__()
            self.bias = nn.Parameter(torch.zeros(1))

        def forward(self, images):
            maps = torch.zeros(len(images), 98, 16, 16)
            maps[:, :, 7:9, 7:9] = 1
            return maps

    data = WFLW(SAMPLE, "test")
    result = evaluate(Centre(), data, size=64)
    for face, points in zip(data.faces, result.points, strict=True):
        box = network_box(face, "points")
        pixel = (box[2] - box[0]) / 64
        assert np.abs(points - (box[:2] + box[2:]) / 2).max() < 3 * pixel
    assert result.table()["full"][0] == len(data) and 0 <= result.summary()["auc"] <= 1
    write_faces(result, data, tmp_path / "faces.csv")
    draw_ced({"centre": result.errors}, tmp_path / "ced.png")
    draw_worst(result, data, tmp_path / "worst.png")
    assert len((tmp_path / "faces.csv").read_text().splitlines()) == len(data) + 1
    assert (tmp_path / "worst.png").stat().st_size > 10_000


def test_the_commands_train_evaluate_and_predict(config, tmp_path):
    """From a tree to landmarks on a photo, through the command line."""
    run = tmp_path / "run"
    net = ["--width", "4", "--blocks", "1", "--modules", "1", "1", "1", "--stem", "8"]
    small = [*net, "--size", "64", "--epochs", "1", "--batch", "8"]
    command = ["train", "--data", str(SAMPLE), "--out", str(run), "--device", "cpu", *small]
    result = CliRunner().invoke(app, command)
    assert result.exit_code == 0, result.output
    assert (run / "curves.png").stat().st_size > 5_000

    best = ["--weights", str(run / "best.safetensors")]
    result = CliRunner().invoke(app, ["evaluate", "--data", str(SAMPLE), *best, "--out", str(run)])
    assert result.exit_code == 0, result.output
    assert "points box" in result.output and "mean face" in result.output
    assert all((run / name).exists() for name in ("faces.csv", "ced.png", "worst.png"))

    data = WFLW(SAMPLE, "test")
    photo = SAMPLE / "WFLW_images" / data.faces[0].path
    drawn = tmp_path / "drawn.png"
    box = [f"{value:.1f}" for value in data.faces[0].points_box]
    command = ["predict", str(photo), *best, "--out", str(drawn), "--box", *box]
    result = CliRunner().invoke(app, command)
    assert result.exit_code == 0, result.output
    assert len([line for line in result.output.splitlines() if line.count(" ") == 1]) >= 98
    assert drawn.exists()
    wrong = ["predict", str(photo), *best, "--box", "5", "5", "1", "1"]
    result = CliRunner().invoke(app, wrong)
    assert result.exit_code == 2 and "x0 < x1" in result.output


@pytest.mark.long
@pytest.mark.parametrize("loss", ["mse", "wing"])
def test_the_baseline_learns_by_the_same_loop(config, loss):
    log = fit(replace(config, model="mobilenet", loss=loss, epochs=6, augment=False))
    assert log[-1]["loss"] < 0.7 * log[0]["loss"]
    model, _ = load_trained(Path(config.out) / "best.safetensors")
    data = WFLW(SAMPLE, "test")
    errors = evaluate(model, data, config.size, chain=FRACTIONS).errors
    assert errors.shape == (len(data),) and np.isfinite(errors).all()


def test_the_original_recipe_trains(config):
    log = fit(replace(config, loss="mse", chain="hrnet", epochs=2))
    assert log[1]["loss"] < log[0]["loss"]


def test_a_loss_of_the_other_network_is_refused(config):
    with pytest.raises(TrainingError, match="mobilenet has the losses mse, wing, not awing"):
        fit(replace(config, model="mobilenet"))


@given(st.integers(0, 2**32 - 1), st.integers(16, 256))
def test_fractions_lose_nothing(seed, size):
    face = np.random.default_rng(seed).uniform(-50, 900, (98, 2))
    assert np.abs(FRACTIONS.there_and_back(face, size) - face).max() < 0.01
