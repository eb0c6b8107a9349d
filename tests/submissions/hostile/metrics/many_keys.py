"""Replies with 300,000 keys, and with several forms at once.

part: metrics
"""

import autograder.sandbox.child as child

def answer(student, question, inputs):
    return {"answer": {str(k): 0 for k in range(300_000)}, "unstarted": True, "missing": {"name": "a"}}


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
