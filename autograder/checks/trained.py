"""Checks of part trained."""


def test_first_bar(ask, expect, case):
    """Pending."""


def test_second_bar(ask, expect, case):
    """Pending."""
