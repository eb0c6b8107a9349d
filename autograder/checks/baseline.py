"""Checks of part baseline."""


def test_outputs(ask, expect, case):
    """Pending."""


def test_network(ask, expect, case):
    """Pending."""
