"""The pictures are shuffled by the global generator.

part: dataset
loses: split
hint: Asked twice with the same seed you return two splits: np.random's global functions go on
    where the last caller left them. A training that is resumed would then learn from its own
    validation faces. Use a generator made from the seed: np.random.default_rng(seed).
"""

import numpy as np


def split_faces(paths, fraction, seed):
    pictures = np.unique(paths)
    np.random.shuffle(pictures)
    chosen = pictures[: round(fraction * len(pictures))]
    held_out = np.isin(paths, chosen)
    return np.where(~held_out)[0], np.where(held_out)[0]
