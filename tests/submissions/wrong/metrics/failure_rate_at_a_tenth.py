"""The argument `threshold` is ignored, 0.10 is written into the code.

part: metrics
loses: failure_rate
hint: At the usual threshold you are right, and at any other you still compare with 0.10: the
    argument is not used. HRNet's authors report the failure rate at 0.08, too, and yours would say
    the same for both. Compare with `threshold`.
"""

import numpy as np


def failure_rate(errors, threshold=0.10):
    failed = [e for e in errors if e > 0.1]
    return len(failed) / len(errors)
