"""The lowest error instead of its epoch.

part: training
loses: choose_epoch
hint: You return the lowest error itself, but the index of its epoch is wanted: whoever calls
    needs to know which weights to load.
"""


def choose_epoch(history):
    finite = [index for index, value in enumerate(history) if not np.isnan(value)]
    if not finite:
        raise ValueError("no epoch has a validation NME")
    return min(history[index] for index in finite)
