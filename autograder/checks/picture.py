"""Checks of part picture."""


def test_draw_points(ask, expect, case):
    """Pending."""
