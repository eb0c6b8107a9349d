"""Epoch 0 when there is none to choose.

part: training
loses: choose_epoch
hint: If there is no epoch with an error, you return an epoch all the same, and a failed training
    is handed in as if it were one. Raise ValueError.
"""


def choose_epoch(history):
    best, lowest = 0, float("inf")
    for index, value in enumerate(history):
        if value < lowest:
            best, lowest = index, value
    return best
