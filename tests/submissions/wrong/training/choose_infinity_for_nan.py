"""NaN replaced by infinity: all-NaN looks like a choice.

part: training
loses: choose_epoch
hint: You replace NaN by infinity before np.argmin: if every epoch is NaN, all are infinite and
    epoch 0 wins. Such a training has no best epoch; raise ValueError.
"""


def choose_epoch(history):
    return int(np.argmin(np.nan_to_num(history, nan=np.inf)))
