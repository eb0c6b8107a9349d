"""The student's own check: `check("part")` in a notebook, or as a command on a notebook file."""

from autograder.selfcheck.kernel import check, hand_in

__all__ = ["check", "hand_in"]
