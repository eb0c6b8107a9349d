"""Image and points stay together: painted dots are found where their landmarks say."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from solution.transforms import (
    crop_matrix,
    face_box,
    flip,
    flip_permutation,
    mirror_matrix,
    resize_matrix,
    rotation_matrix,
    transform,
    warp,
    warp_batch,
)


def dot(width: int, height: int, point, sigma: float) -> np.ndarray:
    x, y = np.meshgrid(np.arange(width), np.arange(height))
    values = 255 * np.exp(-((x - point[0]) ** 2 + (y - point[1]) ** 2) / (2 * sigma**2))
    return np.repeat(values[..., None], 3, axis=2).round().astype(np.uint8)


def centre_of_mass(image: np.ndarray) -> np.ndarray:
    mass = image[..., 0].astype(float)
    x = (mass.sum(axis=0) * np.arange(mass.shape[1])).sum()
    y = (mass.sum(axis=1) * np.arange(mass.shape[0])).sum()
    return np.array([x, y]) / mass.sum()


@settings(max_examples=80, deadline=None, derandomize=True)
@given(
    scale=st.floats(0.15, 4),
    degrees=st.floats(-180, 180),
    mirrored=st.booleans(),
    offset=st.tuples(st.floats(-8, 8), st.floats(-8, 8)),
    fraction=st.tuples(st.floats(-0.5, 0.5), st.floats(-0.5, 0.5)),
    size=st.sampled_from([(64, 64), (80, 56), (51, 72)]),
)
def test_a_dot_is_where_its_landmark_says(scale, degrees, mirrored, offset, fraction, size):
    """Crop, turn and mirror as one affine: within 0.05 px, for dots of at least 1 px both sides."""
    sigma = max(1.0, 1.0 / scale) * 1.1
    source = int(12 * sigma + 60 / scale) // 2 * 2
    point = np.array([source / 2 + fraction[0], source / 2 + fraction[1]])
    side = size[0] / scale
    centre = point + np.array(offset) / scale
    matrices = [
        crop_matrix(np.concatenate([centre - side / 2, centre + side / 2]), size),
        rotation_matrix(degrees, size),
        *([mirror_matrix(size[0])] if mirrored else []),
    ]
    image, points = transform(
        dot(source, source, point, sigma), np.tile(point, (98, 1)), matrices, size
    )
    margin = 4.5 * sigma * scale
    assume((points[0] > margin).all() and (points[0] < np.array(size) - 1 - margin).all())
    assert np.abs(centre_of_mass(image) - points[0]).max() <= 0.05


@pytest.mark.parametrize("old", [(40, 30), (33, 57)])
@pytest.mark.parametrize("new", [(160, 90), (80, 120), (20, 19)])
def test_resize_by_itself_in_x_and_y(old, new):
    point = np.array([old[0] * 0.45, old[1] * 0.55])
    sigma = 1.2 * max(1, old[0] / new[0], old[1] / new[1])
    image, points = transform(
        dot(*old, point, sigma), np.tile(point, (98, 1)), [resize_matrix(old, new)], new
    )
    assert np.abs(centre_of_mass(image) - points[0]).max() <= 0.05


def test_mirror_commutes_with_resize():
    old, new = (41, 30), (120, 77)
    one = resize_matrix(old, new) @ mirror_matrix(old[0])
    other = mirror_matrix(new[0]) @ resize_matrix(old, new)
    np.testing.assert_allclose(one, other, atol=1e-12)


def test_a_quarter_turn_is_counter_clockwise():
    image = np.zeros((5, 5, 3), np.uint8)
    image[0, 2] = 255  # top middle
    turned = warp(image, rotation_matrix(90, (5, 5)), (5, 5))
    assert turned[2, 0, 0] == 255  # left middle
    np.testing.assert_array_equal(turned, np.rot90(image))


def test_warp_by_the_mirror_is_the_flip():
    rng = np.random.default_rng(0)
    image = rng.integers(0, 256, (20, 31, 3), dtype=np.uint8)
    points = rng.uniform(0, 20, (98, 2))
    flipped = flip(image, points)
    warped = transform(image, points, [mirror_matrix(31)], (31, 20))
    np.testing.assert_array_equal(warped[0], flipped[0])
    np.testing.assert_allclose(warped[1], flipped[1])


def test_identity_changes_nothing_and_outside_is_black():
    image = np.random.default_rng(1).integers(1, 256, (12, 17, 3), dtype=np.uint8)
    np.testing.assert_array_equal(warp(image, np.eye(3), (17, 12)), image)
    shifted = warp(image, np.array([[1, 0, 5], [0, 1, 0], [0, 0, 1.0]]), (17, 12))
    assert (shifted[:, :5] == 0).all() and (shifted[:, 5:] == image[:, :-5]).all()
    far = warp(image, np.array([[1, 0, 900], [0, 1, 0], [0, 0, 1.0]]), (17, 12))
    assert (far == 0).all()


def test_fine_texture_turns_grey_when_it_shrinks():
    """Every second column white: point sampling would give stripes or flat black."""
    image = np.zeros((240, 240, 3), np.uint8)
    image[:, ::2] = 255
    small = warp(image, resize_matrix((240, 240), (50, 50)), (50, 50))
    inner = small[2:-2, 2:-2].astype(float)
    assert abs(inner.mean() - 127.5) < 4 and inner.std() < 20


def test_a_batch_is_its_single_pictures():
    rng = np.random.default_rng(2)
    images = rng.integers(0, 256, (3, 40, 50, 3), dtype=np.uint8)
    boxes = [np.array([5, 4, 25, 24]), np.array([-9, 0, 31, 40]), np.array([10, 10, 30, 30])]
    matrices = np.stack([crop_matrix(box, (32, 24)) for box in boxes])
    batch = warp_batch(
        torch.from_numpy(images).permute(0, 3, 1, 2).float(), torch.from_numpy(matrices), (32, 24)
    )
    for image, matrix, together in zip(images, matrices, batch, strict=True):
        alone = warp(image, matrix, (32, 24)).astype(float)
        assert np.abs(alone - together.permute(1, 2, 0).numpy()).max() <= 0.51


def test_the_box_is_square_around_the_points_and_goes_to_the_edges():
    points = np.array([[10.0, 20.0], [50.0, 40.0]])
    box = face_box(points, 1.25)
    np.testing.assert_allclose(box, [5, 5, 55, 55])
    corners = np.array([[5, 5, 1], [55, 55, 1], [30, 30, 1]]) @ crop_matrix(box, (64, 64)).T
    np.testing.assert_allclose(corners[:, :2], [[-0.5, -0.5], [63.5, 63.5], [31.5, 31.5]])


@settings(max_examples=60, deadline=None, derandomize=True)
@given(
    box=st.tuples(st.floats(-80, 300), st.floats(-80, 300), st.floats(5, 400)),
    size=st.tuples(st.integers(8, 256), st.integers(8, 256)),
)
def test_a_crop_keeps_shapes_and_centres(box, size):
    """Whatever the box, even outside the picture: one scale, centre to centre."""
    x, y, side = box
    matrix = crop_matrix(np.array([x, y, x + side, y + side]), size)
    assert matrix[0, 0] == matrix[1, 1] == pytest.approx(size[0] / side)
    assert matrix[0, 1] == matrix[1, 0] == 0
    centre = matrix @ (x + side / 2, y + side / 2, 1)
    np.testing.assert_allclose(centre, [(size[0] - 1) / 2, (size[1] - 1) / 2, 1], atol=1e-6)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(degrees=st.floats(-360, 360), width=st.integers(1, 200), height=st.integers(1, 200))
def test_a_turn_keeps_its_centre_and_turns_back(degrees, width, height):
    turn = rotation_matrix(degrees, (width, height))
    back = rotation_matrix(-degrees, (width, height))
    centre = np.array([(width - 1) / 2, (height - 1) / 2, 1])
    np.testing.assert_allclose(turn @ centre, centre, atol=1e-9)
    np.testing.assert_allclose(turn @ back, np.eye(3), atol=1e-9)


def test_positive_degrees_lift_what_is_on_the_right():
    """y points down: what goes up gets a smaller y."""
    np.testing.assert_allclose(rotation_matrix(90, (101, 61)) @ (90, 30, 1), [50, -10, 1])
    lifted = rotation_matrix(10, (101, 61)) @ (90, 30, 1)
    assert lifted[1] < 30 and lifted[0] < 90


@pytest.mark.parametrize(
    ("matrices", "swapped"),
    [
        ([rotation_matrix(180, (40, 40))], False),
        ([mirror_matrix(40), mirror_matrix(40)], False),
        ([rotation_matrix(100, (40, 40)), mirror_matrix(40)], True),
        ([np.diag([1.0, -1.0, 1.0])], True),
    ],
)
def test_the_swap_follows_the_product(matrices, swapped):
    points = np.random.default_rng(3).uniform(0, 39, (98, 2))
    _, moved = transform(np.zeros((40, 40, 3), np.uint8), points, matrices, (40, 40))
    rows = np.hstack([points, np.ones((98, 1))])
    for matrix in matrices:
        rows = rows @ matrix.T
    order = flip_permutation() if swapped else np.arange(98)
    np.testing.assert_allclose(moved, rows[order, :2], atol=1e-9)


def test_steps_that_undo_each_other_leave_no_trace():
    image = np.random.default_rng(4).integers(0, 256, (48, 64, 3), dtype=np.uint8)
    quarter = np.diag([0.25, 0.25, 1.0])
    steps = [quarter, rotation_matrix(70, (64, 48)), rotation_matrix(-70, (64, 48))]
    same, _ = transform(image, np.zeros((98, 2)), [*steps, np.linalg.inv(quarter)], (64, 48))
    assert np.abs(same.astype(int) - image).max() <= 1
