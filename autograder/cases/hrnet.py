"""Cases of part hrnet."""

from autograder.case import Case


def pending(rng, hidden):
    return [Case("pending", {})]


CASES = dict.fromkeys(["fuse_path", "fuse", "head"], pending)
