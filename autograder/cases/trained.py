"""Cases of part trained."""

from autograder.case import Case


def pending(rng, hidden):
    return [Case("pending", {})]


CASES = dict.fromkeys(["first_bar", "second_bar"], pending)
