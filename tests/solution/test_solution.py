"""The reference holds to the field's numbers."""

from __future__ import annotations

import json

import numpy as np
import pytest
import torch
from conftest import FIXTURES
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from autograder.course import ROOT
from autograder.parts import notebook_text
from data_stub.dataset import face_crops
from solution.heatmaps import decode, encode
from solution.losses import adaptive_wing, heatmap_loss, weight_map
from solution.metrics import nme
from solution.tools.hrnet_compat import hrnet_encode
from solution.transforms import flip, flip_permutation, mirror_matrix, move_points
from solution.wflw import WFLW, parse_line

LINE = (FIXTURES / "wflw_207_line.txt").read_text(encoding="utf-8").strip()


# ---------------------------------------------------------------- wflw


def test_hand_typed_line():
    face, fields = parse_line(LINE), LINE.split()
    assert face.points.shape == (98, 2)
    assert face.points[97].tolist() == [float(fields[194]), float(fields[195])]
    assert face.rect_box.tolist() == [float(field) for field in fields[196:200]]
    assert face.attributes.tolist() == [int(field) for field in fields[200:206]]
    assert face.path == fields[206]


def test_subset_line_has_no_rect():
    fields = LINE.split()
    face = parse_line(" ".join([*fields[:196], fields[206]]))
    assert face.rect_box is None and face.attributes is None and face.path == fields[206]


@pytest.mark.parametrize("count", [0, 1, 196, 198, 206, 208])
def test_wrong_number_of_fields_is_named(count):
    with pytest.raises(ValueError, match=str(count)):
        parse_line(" ".join((LINE.split() + ["1"] * 9)[:count]))


@pytest.mark.parametrize("number", ["nan", "inf", "-inf", "1e999", "x"])
def test_a_coordinate_that_is_no_finite_number_is_refused(number):
    fields = LINE.split()
    fields[100] = number
    for line in (fields, [*fields[:196], fields[206]]):
        with pytest.raises(ValueError, match=r"\S"):
            parse_line(" ".join(line))


def test_points_box_contains_all_points():
    face = parse_line(LINE)
    x0, y0, x1, y1 = face.points_box
    assert (face.points >= (x0, y0)).all() and (face.points <= (x1, y1)).all()


def _tree(root, lines):
    path = root / "WFLW_annotations/list_98pt_rect_attr_train_test/list_98pt_rect_attr_train.txt"
    path.parent.mkdir(parents=True)
    path.write_text(lines, encoding="utf-8")
    return path


def test_bad_line_is_named_by_file_and_number(tmp_path):
    path = _tree(tmp_path, f"{LINE}\n\n{LINE} 7\n")
    with pytest.raises(ValueError, match="line 3") as error:
        WFLW(tmp_path, "train")
    assert str(path) in str(error.value)


def test_windows_line_ends_and_a_root_that_is_not_ascii(tmp_path):
    root = tmp_path / "Gesichter-ß-顔"
    _tree(root, f"{LINE}\r\n{LINE}\r\n")
    assert len(WFLW(root, "train")) == 2


def test_missing_list_and_missing_picture(tmp_path):
    _tree(tmp_path, LINE)
    with pytest.raises(FileNotFoundError):
        WFLW(tmp_path, "test")
    with pytest.raises(FileNotFoundError):
        WFLW(tmp_path, "train")[0]


@pytest.mark.parametrize("mode", ["L", "P", "1", "RGBA", "CMYK"])
def test_pictures_of_all_modes_become_rgb(tmp_path, mode):
    _tree(tmp_path, LINE)
    path = _picture(tmp_path, Image.new("RGB", (30, 20), (204, 0, 51)).convert(mode))
    picture, _ = WFLW(tmp_path, "train")[0]
    assert picture.shape == (20, 30, 3) and picture.dtype == np.uint8
    if mode in ("P", "RGBA", "CMYK"):
        assert np.abs(picture[10, 15].astype(int) - (204, 0, 51)).max() <= 4, path


@pytest.mark.parametrize("content", [b"", b"<html>", "cut"])
def test_a_broken_picture_is_named(tmp_path, content):
    _tree(tmp_path, LINE)
    noise = np.random.default_rng(0).integers(0, 256, (40, 40, 3), np.uint8)
    path = _picture(tmp_path, Image.fromarray(noise))
    path.write_bytes(path.read_bytes()[:-300] if content == "cut" else content)
    with pytest.raises(OSError, match="line 1") as error:
        WFLW(tmp_path, "train")[0]
    assert str(path) in str(error.value) and not isinstance(error.value, FileNotFoundError)


def _picture(root, image):
    """The picture of LINE, in a format that holds its mode."""
    path = root / "WFLW_images" / LINE.split()[-1]
    path.parent.mkdir(parents=True)
    image.save(path, "TIFF" if image.mode == "CMYK" else "PNG")
    return path


# ---------------------------------------------------------------- flip


def test_permutation_is_the_published_one():
    published = json.loads((FIXTURES / "wflw_flip.json").read_text())
    assert flip_permutation().tolist() == published


@given(width=st.integers(1, 60), height=st.integers(1, 60), seed=st.integers(0, 2**32 - 1))
def test_flip_twice_is_nothing(width, height, seed):
    rng = np.random.default_rng(seed)
    image = rng.integers(0, 256, (height, width, 3), dtype=np.uint8)
    points = rng.uniform(-20, 80, (98, 2))
    twice = flip(*flip(image, points))
    assert (twice[0] == image).all()
    np.testing.assert_allclose(twice[1], points, atol=1e-9)


def test_mirrored_dot_lies_where_its_point_says():
    image = np.zeros((40, 50, 3), np.uint8)
    image[17, 8] = 255
    points = np.full((98, 2), (8.0, 17.0))
    mirrored, moved = flip(image, points)
    x, y = moved[0].astype(int)
    assert mirrored[y, x].tolist() == [255, 255, 255]


def test_swap_follows_the_determinant():
    points = np.random.default_rng(0).uniform(0, 100, (98, 2))
    once = move_points(points, mirror_matrix(64))
    np.testing.assert_allclose(move_points(once, mirror_matrix(64)), points)
    composed = mirror_matrix(64) @ mirror_matrix(64)
    np.testing.assert_allclose(move_points(points, composed), points)


def test_painted_faces_keep_left_on_the_left():
    crops = face_crops(seed=5, count=4, size=96)
    for image, points in zip(crops.images, crops.points, strict=True):
        moved = flip(image, points)[1]
        assert moved[60, 0] < moved[72, 0] and moved[96, 0] < moved[97, 0]
        assert moved[0, 0] < moved[32, 0] and moved[76, 0] < moved[82, 0]


# ---------------------------------------------------------------- heatmaps


@settings(max_examples=40, deadline=None)
@given(
    seed=st.integers(0, 2**32 - 1),
    sigma=st.floats(1.0, 2.5),
    stride=st.sampled_from([1.0, 2.0, 4.0, 8.0]),
    size=st.sampled_from([(64, 64), (48, 72), (80, 40)]),
)
def test_decode_finds_what_encode_drew(seed, sigma, stride, size):
    """Within 0.05 heatmap pixels, for peaks at least 3 sigma from the border."""
    rng = np.random.default_rng(seed)
    peaks = rng.uniform(3 * sigma, np.array(size) - 1 - 3 * sigma, (98, 2))
    points = (peaks + 0.5) * stride - 0.5
    maps, weight = encode(points, size, stride, sigma)
    assert maps.shape == (98, size[1], size[0]) and (weight == 1).all()
    found = decode(maps[None], stride)[0].numpy()
    assert np.abs(found - points).max() / stride < 0.05


def test_landmarks_outside_have_no_dot_and_no_weight():
    edge = np.array([[-0.6, 5], [-0.4, 5], [63.4, 5], [63.6, 5], [5, -0.6], [5, 63.6]])
    maps, weight = encode((edge + 0.5) * 4 - 0.5)
    assert weight.tolist() == [0, 1, 1, 0, 0, 0]
    assert (maps[weight == 0] == 0).all() and (maps[weight == 1].amax(dim=(1, 2)) > 0.5).all()


@pytest.mark.parametrize("draw", [encode, hrnet_encode])
def test_a_batch_of_faces_is_drawn_as_each_alone(draw):
    """Some of their points outside, and the map not square."""
    faces = np.random.default_rng(0).uniform(-20, 280, (3, 2, 98, 2))
    maps, weight = draw(torch.from_numpy(faces), (64, 48))
    assert maps.shape == (3, 2, 98, 48, 64) and 0 < weight.mean() < 1
    for index in np.ndindex(3, 2):
        alone = draw(faces[index], (64, 48))
        assert torch.equal(maps[index], alone[0]) and torch.equal(weight[index], alone[1])


def test_decode_of_border_flat_and_empty_maps_is_finite_and_inside():
    maps = torch.zeros(1, 4, 16, 16)
    maps[0, 0, 0, 0] = maps[0, 1, 15, 15] = 1
    maps[0, 2] = 0.3
    points = decode(maps, stride=1.0)
    assert torch.isfinite(points).all() and (points >= -0.5).all() and (points <= 15.5).all()


# ---------------------------------------------------------------- Adaptive Wing


def _table(dtype=torch.float64):
    rows = json.loads((FIXTURES / "awing_table.json").read_text())["rows"]
    column = {
        name: torch.tensor([row[name] for row in rows], dtype=dtype)
        for name in rows[0]
        if isinstance(rows[0][name], (int, float))
    }
    return column


def test_loss_and_gradient_equal_the_table():
    table = _table()
    pred = table["yhat"].clone().requires_grad_()
    loss = adaptive_wing(pred, table["y"])
    loss.sum().backward()
    assert (loss - table["loss"]).abs().max() < 1e-9
    assert (pred.grad - table["dloss_dyhat"]).abs().max() < 1e-9


@given(target=st.floats(0, 1), sign=st.sampled_from([-1.0, 1.0]))
def test_value_and_slope_are_continuous_at_theta(target, sign):
    around = torch.tensor([0.5 - 1e-9, 0.5 + 1e-9], dtype=torch.float64)
    targets = torch.full_like(around, target)
    pred = (targets + sign * around).requires_grad_()
    loss = adaptive_wing(pred, targets)
    loss.sum().backward()
    assert (loss[0] - loss[1]).abs() < 1e-6 and (pred.grad[0] - pred.grad[1]).abs() < 1e-6


def test_gradient_survives_infinite_predictions():
    pred = torch.tensor([float("inf"), 1e30, 0.0], requires_grad=True)
    adaptive_wing(pred, torch.zeros(3)).sum().backward()
    assert torch.isfinite(pred.grad).all()


def test_published_references_of_one_centred_dot():
    """Per channel, 64 x 64, sigma 1.5, all-zero prediction: the known values."""
    centre = np.array([[(32 + 0.5) * 4 - 0.5] * 2])
    target = encode(centre, sigma=1.5)[0][None]
    zero = torch.zeros_like(target)
    assert target.square().mean().item() == pytest.approx(0.001726, abs=1e-6)
    assert adaptive_wing(zero, target).mean().item() == pytest.approx(0.02345, abs=1e-5)
    assert int((weight_map(target) > 1).sum()) == 45
    loss = heatmap_loss(zero, target, torch.ones(1, 1))
    assert loss.item() == pytest.approx(0.25772, abs=1e-5)


def test_landmarks_without_weight_change_nothing():
    rng = torch.Generator().manual_seed(0)
    pred, target = torch.rand(2, 3, 8, 8, generator=rng), torch.rand(2, 3, 8, 8, generator=rng)
    weight = torch.tensor([[1.0, 0, 1], [0, 0, 0]])
    loss = heatmap_loss(pred, target, weight)
    pred[weight == 0] += 5
    assert heatmap_loss(pred, target, weight) == loss
    assert heatmap_loss(pred, target, torch.zeros(2, 3)) == 0


# ---------------------------------------------------------------- NME


@given(seed=st.integers(0, 2**32 - 1), scale=st.floats(0.1, 50), shift=st.floats(-500, 500))
def test_nme_ignores_scale_and_place(seed, scale, shift):
    rng = np.random.default_rng(seed)
    true, pred = rng.uniform(0, 100, (2, 3, 98, 2))
    np.testing.assert_allclose(
        nme(pred * scale + shift, true * scale + shift), nme(pred, true), rtol=1e-6
    )


def test_nme_of_a_uniform_error_is_that_error_over_the_interocular_distance():
    true = np.random.default_rng(1).uniform(0, 100, (1, 98, 2))
    true[0, 60], true[0, 72] = (10, 10), (40, 50)
    assert nme(true + np.array([3, 4]), true) == pytest.approx([5 / 50])


def test_what_the_notebook_takes_imports_no_tools():
    """These modules are the notebook's, in one piece; tools build on them, not the other way."""
    folder = ROOT / "solution"
    own = {path.stem for path in folder.glob("*.py")} - {"__init__", "__main__"}
    assert own == set(notebook_text.modules())
    for name in own:
        assert "solution.tools" not in (folder / f"{name}.py").read_text()
