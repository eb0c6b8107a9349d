"""Epochs counted from 1.

part: training
loses: choose_epoch
hint: Your number is one too high: epochs are counted from 0 here, like the entries of the list,
    so that history[choose_epoch(history)] is the lowest.
"""


def choose_epoch(history):
    finite = [index for index, value in enumerate(history) if not np.isnan(value)]
    if not finite:
        raise ValueError("no epoch has a validation NME")
    return min(finite, key=lambda index: history[index]) + 1
