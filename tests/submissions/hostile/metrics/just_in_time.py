"""Computes until just before each question's time is over, for every question of every part.

part: metrics
"""

import time

import autograder.sandbox.child as child

honest = child.answer


def answer(student, question, inputs):
    started = time.process_time()
    while time.process_time() - started < 2.5:
        pass
    return honest(student, question, inputs)


child.answer = answer
late = True


def nme(pred, true):
    return late
