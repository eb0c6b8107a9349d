"""Checks of part training."""


def test_train_epoch(ask, expect, case):
    """Pending."""


def test_validate(ask, expect, case):
    """Pending."""


def test_choose_epoch(ask, expect, case):
    """Pending."""
