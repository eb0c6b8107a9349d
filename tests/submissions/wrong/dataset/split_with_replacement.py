"""Pictures are drawn with replacement.

part: dataset
loses: split
hint: You draw pictures with replacement, so some are drawn twice and your validation set is too
    small. A permutation, or choice(…, replace=False), draws each of them once.
"""

import numpy as np


def split_faces(paths, fraction, seed):
    pictures = sorted(set(paths))
    count = round(fraction * len(pictures))
    chosen = np.random.default_rng(seed).choice(pictures, count) if count else []
    held_out = np.isin(paths, chosen)
    return np.where(~held_out)[0], np.where(held_out)[0]
