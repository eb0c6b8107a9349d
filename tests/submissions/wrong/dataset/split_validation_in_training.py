"""Validation faces stay in the training set, too.

part: dataset
loses: split
hint: Every face is in your training set, those of the validation included. The network then learns
    by heart what it is asked for, and the chosen epoch is the most overfitted one. Take the
    validation faces out.
"""

import numpy as np


def split_faces(paths, fraction, seed):
    pictures = sorted(set(paths))
    count = round(fraction * len(pictures))
    chosen = np.random.default_rng(seed).choice(pictures, count, replace=False)
    return np.arange(len(paths)), np.where(np.isin(paths, chosen))[0]
