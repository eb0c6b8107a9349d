"""Replies with numbers that no float or integer of 64 bits can hold.

part: metrics
"""

import autograder.sandbox.child as child

def answer(student, question, inputs):
    return {"answer": {"nme": 10**4000, "auc": 1e308 * 10, "failure_rate": -(10**30), "table": {"all": 10**99}}}


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
