"""The last epoch, whatever its error.

part: training
loses: choose_epoch
hint: You keep the last epoch. By then the network may have begun to learn the training faces by
    heart; the validation error says which epoch was best.
"""


def choose_epoch(history):
    finite = [index for index, value in enumerate(history) if not np.isnan(value)]
    if not finite:
        raise ValueError("no epoch has a validation NME")
    return len(history) - 1
