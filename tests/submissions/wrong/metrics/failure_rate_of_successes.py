"""The share of faces at or below the threshold.

part: metrics
loses: failure_rate
hint: You return the share of faces that did not fail: your number and the failure rate add to 1.
    Turn the comparison round: a failure has an error greater than the threshold.
"""

import numpy as np


def failure_rate(errors, threshold=0.10):
    ok = errors <= threshold
    return ok.sum() / len(errors)
