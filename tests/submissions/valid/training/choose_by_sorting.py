"""Sorted pairs of error and epoch.

part: training
"""


def choose_epoch(history):
    ranked = sorted((error, epoch) for epoch, error in enumerate(history) if error == error)
    if len(ranked) == 0:
        raise ValueError(f"nothing to choose from in {history}")
    return ranked[0][1]
