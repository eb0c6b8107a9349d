"""None when there is no epoch to choose.

part: training
loses: choose_epoch
hint: If there is no epoch to choose you return None (or -1), which the next line takes for an
    epoch, and -1 for the last one. Raise ValueError instead.
"""


def choose_epoch(history):
    best, lowest = None, float("inf")
    for index, value in enumerate(history):
        if value < lowest:
            best, lowest = index, value
    return best
