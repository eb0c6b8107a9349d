"""Truth values come back, not the indices.

part: dataset
loses: split
hint: You return one truth value for each face where indices are asked for. A mask and a list of
    indices look alike until torch.utils.data.Subset takes True for face 1. np.flatnonzero turns a
    mask into indices.
"""

import numpy as np


def split_faces(paths, fraction, seed):
    pictures = sorted(set(paths))
    count = round(fraction * len(pictures))
    chosen = np.random.default_rng(seed).choice(pictures, count, replace=False)
    held_out = np.isin(paths, chosen)
    return ~held_out, held_out
