"""np.argmin, for which NaN is the smallest.

part: training
loses: choose_epoch
hint: NaN wins: np.argmin (and torch's) take it for the smallest number there is, so an epoch that
    failed is kept as the best one. Leave NaN out first, for instance with np.nanargmin.
"""


def choose_epoch(history):
    if len(history) == 0 or np.isnan(history).all():
        raise ValueError("no epoch has a validation NME")
    return int(np.argmin(history))
