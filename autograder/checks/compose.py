"""Checks of part compose."""


def test_rotation_matrix(ask, expect, case):
    """Pending."""


def test_centre(ask, expect, case):
    """Pending."""


def test_points(ask, expect, case):
    """Pending."""


def test_picture(ask, expect, case):
    """Pending."""


def test_one_resampling(ask, expect, case):
    """Pending."""
