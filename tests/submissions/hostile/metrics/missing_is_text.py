"""Replies that a name is missing, in another form than that.

part: metrics
"""

import autograder.sandbox.child as child

def answer(student, question, inputs):
    return {"missing": "x"}


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
