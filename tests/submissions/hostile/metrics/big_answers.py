"""Gives as much as may cross the pipe, for every question.

part: metrics
"""

import numpy as np

BIG = np.zeros(15 * 2**20, np.float32)


def nme(pred, true):
    return BIG


def auc(errors, threshold=0.1):
    return BIG


def failure_rate(errors, threshold=0.1):
    return BIG


def by_attribute(errors, attributes):
    return {"all": BIG}
