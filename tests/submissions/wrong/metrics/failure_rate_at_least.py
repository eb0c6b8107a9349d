"""An error equal to the threshold counts as a failure.

part: metrics
loses: failure_rate
hint: Your result is right until a face lies exactly at the threshold: you count it as a failure
    (>=), and only an error greater than the threshold is one. Published failure rates use >, so
    that the cumulative curve at the threshold and the failure rate add to 1.
"""

import numpy as np


def failure_rate(errors, threshold=0.10):
    return float(np.mean(errors >= threshold))
