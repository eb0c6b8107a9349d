"""The epoch of the highest error.

part: training
loses: choose_epoch
hint: You choose the epoch with the highest number, but NME is an error: the lowest is the best.
    Accuracy would be the other way round.
"""


def choose_epoch(history):
    finite = [index for index, value in enumerate(history) if not np.isnan(value)]
    if not finite:
        raise ValueError("no epoch has a validation NME")
    return max(finite, key=lambda index: history[index])
