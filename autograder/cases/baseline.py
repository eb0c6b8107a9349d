"""Cases of part baseline."""

from autograder.case import Case


def pending(rng, hidden):
    return [Case("pending", {})]


CASES = dict.fromkeys(["outputs", "network"], pending)
