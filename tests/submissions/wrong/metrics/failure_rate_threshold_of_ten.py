"""The threshold is taken for per cent while the errors are fractions.

part: metrics
loses: failure_rate
hint: You find no failure at all: errors that are fractions, such as 0.12, are compared with a
    threshold of 10. Both have to be in the same unit, so compare the errors with `threshold` as it
    stands, 0.10 for 10 %.
"""

import numpy as np


def failure_rate(errors, threshold=0.10):
    percent = threshold * 100
    return float((errors > percent).mean())
