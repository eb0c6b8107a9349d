"""min(), which NaN in the first place never leaves.

part: training
loses: choose_epoch
hint: A NaN in the first place stays there: every comparison with NaN is false, so nothing is ever
    smaller. min() over the list has the same trouble. Leave NaN out before you compare.
"""


def choose_epoch(history):
    if not history or all(np.isnan(history)):
        raise ValueError("no epoch has a validation NME")
    return history.index(min(history))
