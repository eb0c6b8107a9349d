"""The global generator is seeded.

part: dataset
loses: split
hint: Your split is right, but np.random.seed(seed) sets the generator that everything else draws
    from: after each split all augmentations start over with the same numbers. Make a generator of
    your own, np.random.default_rng(seed), and leave the global one alone.
"""

import numpy as np


def split_faces(paths, fraction, seed):
    np.random.seed(seed)
    pictures = np.unique(paths)
    np.random.shuffle(pictures)
    chosen = pictures[: round(fraction * len(pictures))]
    held_out = np.isin(paths, chosen)
    return np.where(~held_out)[0], np.where(held_out)[0]
