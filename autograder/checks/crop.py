"""Checks of part crop."""


def test_face_box(ask, expect, case):
    """Pending."""


def test_crop_matrix(ask, expect, case):
    """Pending."""


def test_resize_matrix(ask, expect, case):
    """Pending."""


def test_warp(ask, expect, case):
    """Pending."""


def test_smooth(ask, expect, case):
    """Pending."""


def test_pixel_centres(ask, expect, case):
    """Pending."""
