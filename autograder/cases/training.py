"""Cases of part training."""

from autograder.case import Case


def pending(rng, hidden):
    return [Case("pending", {})]


CASES = dict.fromkeys(["train_epoch", "validate", "choose_epoch"], pending)
