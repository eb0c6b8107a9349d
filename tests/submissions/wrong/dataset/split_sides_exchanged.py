"""Validation comes first.

part: dataset
loses: split
hint: Your two sides are exchanged: the first array is training, the second validation. As it is,
    you would train on a tenth of the faces.
"""

import numpy as np


def split_faces(paths, fraction, seed):
    pictures = sorted(set(paths))
    count = round(fraction * len(pictures))
    chosen = np.random.default_rng(seed).choice(pictures, count, replace=False)
    held_out = np.isin(paths, chosen)
    return np.where(held_out)[0], np.where(~held_out)[0]
