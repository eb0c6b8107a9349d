"""Replies that an error was raised, with arrays for its type and text.

part: metrics
"""

import numpy as np

import autograder.sandbox.child as child

def answer(student, question, inputs):
    return {"raised": {"type": np.zeros((3, 3)), "text": {"a": 1}, "where": [1, 2]}}


child.answer = answer
ON = True


def nme(pred, true):
    return ON


def auc(errors, threshold=0.1):
    return ON


def failure_rate(errors, threshold=0.1):
    return ON


def by_attribute(errors, attributes):
    return ON
