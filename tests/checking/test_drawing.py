"""Sketches: whatever an answer was, its picture can be drawn, and shows what is expected."""

from __future__ import annotations

import base64
import io

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from autograder.checking.drawing import ALONE, LARGEST, MOST, Sketch, curve


def drawn(sketch):
    with Image.open(io.BytesIO(base64.b64decode(sketch.png()))) as picture:
        return np.asarray(picture.convert("RGB")).astype(int)


def coloured(picture, colour):
    return (np.abs(picture - colour).max(axis=-1) < 10).sum()


CIRCLE, CROSS = (0, 220, 120), (255, 70, 60)
PICTURE = np.full((30, 40, 3), 90, np.uint8)


def test_wrong_points_have_circle_and_cross_and_right_ones_neither():
    want = np.array([[5.0, 6.0], [20.0, 10.0]])
    right = drawn(Sketch(PICTURE, want_points=want, got_points=want.copy()))
    assert coloured(right, CIRCLE) == coloured(right, CROSS) == 0
    wrong = drawn(Sketch(PICTURE, want_points=want, got_points=want + np.array([8.0, 0.0])))
    assert coloured(wrong, CIRCLE) > 10 and coloured(wrong, CROSS) > 10


def test_maps_are_shown_on_the_scale_of_what_is_expected():
    """A map that is half as high looks half as bright, beside the right one."""
    ramp = np.linspace(0, 1, 12).reshape(3, 4)
    picture = drawn(Sketch(ramp, got_image=ramp / 2))
    panels = picture[20:, : picture.shape[1] // 2 - 4], picture[20:, picture.shape[1] // 2 + 4 :]
    assert panels[0].max() == 255 and panels[1].max() == pytest.approx(127, abs=1)
    flat = drawn(Sketch(np.zeros((3, 4)), got_image=ramp))  # an empty map is expected
    assert flat[20:, -300:].max() == 255


wild = st.floats(allow_nan=True, allow_infinity=True)


@given(st.lists(st.tuples(wild, wild), min_size=1, max_size=20))
def test_nothing_is_too_wild_to_be_drawn(points):
    got = np.array(points)
    want = np.zeros_like(got)
    drawn(Sketch(PICTURE, want_points=want, got_points=got))
    drawn(Sketch(PICTURE, got_image=PICTURE, want_points=want, got_points=got))
    drawn(curve(np.arange(len(got)), want[:, 0], got[:, 0], "x", "y"))


def test_a_curve_shows_the_worst_of_many_points():
    x = np.linspace(-1, 1, 5000)
    got = x.copy()
    got[1234] += 5
    sketch = curve(x, x, got, "x", "y")
    assert len(sketch.want_points) <= MOST
    assert (sketch.got_points[:, 1] == got[1234]).any()


@pytest.mark.parametrize("shape", [(1, 65_000, 3), (65_000, 1, 3), (3000, 2000, 3), (1, 1, 3)])
def test_no_picture_is_larger_than_a_page(shape):
    answer = np.zeros(shape, np.uint8)
    for sketch in (
        Sketch(answer, want_points=np.array([[0.0, 0.0]])),
        Sketch(np.zeros((9, 9, 3), np.uint8), got_image=answer),
    ):
        assert max(drawn(sketch).shape) <= LARGEST + ALONE
