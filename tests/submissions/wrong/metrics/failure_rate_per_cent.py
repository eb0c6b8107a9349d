"""Per cent in place of a fraction.

part: metrics
loses: failure_rate
hint: Your failure rate is 100 times too large: it is per cent, and a fraction is asked for.
    Everything here is a fraction, and only tables print per cent; mixed, a failure rate of 2.84
    can mean anything.
"""

import numpy as np


def failure_rate(errors, threshold=0.10):
    return 100 * float((errors > threshold).mean())
