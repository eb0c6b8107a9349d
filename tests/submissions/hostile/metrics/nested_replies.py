"""Replies with an answer nested as deep as JSON allows.

part: metrics
"""

import autograder.sandbox.child as child

NESTED = {"answer": {"nme": 0}}
for _ in range(300):
    NESTED = {"answer": {"nme": [NESTED]}}


def answer(student, question, inputs):
    return NESTED


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
