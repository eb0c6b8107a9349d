"""Searches all living objects and modules for the oracle.

part: metrics
"""

import gc
import sys


def nme(pred, true):
    for name in list(sys.modules):
        if name.startswith(("solution", "autograder.parts.checks", "autograder.parts.cases", "autograder.grading.oracle")):
            raise ValueError("BREACH: " + name)
    for thing in gc.get_objects():
        if type(thing).__name__ in ("Oracle", "Judge", "Sitting", "Outcome"):
            raise ValueError("BREACH: an object of the judge")
