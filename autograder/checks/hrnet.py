"""Checks of part hrnet."""


def test_fuse_path(ask, expect, case):
    """Pending."""


def test_fuse(ask, expect, case):
    """Pending."""


def test_head(ask, expect, case):
    """Pending."""
