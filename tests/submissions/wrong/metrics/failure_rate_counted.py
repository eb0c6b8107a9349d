"""The number of failures instead of their share.

part: metrics
loses: failure_rate
hint: You return how many faces fail, and their share is asked for: 80 failures are a disaster
    among 100 faces and 3 % among 2,500. Divide by the number of all faces, or take the mean of the
    comparison.
"""

import numpy as np


def failure_rate(errors, threshold=0.10):
    return int((errors > threshold).sum())
