"""The generator has a seed of its own.

part: dataset
loses: split
hint: Your split is the same whatever seed is given: the generator is made with a number of its
    own. Repeating a training with several seeds is how luck is told from progress. Make it from
    the argument: np.random.default_rng(seed).
"""

import numpy as np


def split_faces(paths, fraction, seed):
    pictures = sorted(set(paths))
    rng = np.random.default_rng(42)
    rng.shuffle(pictures)
    chosen = set(pictures[: round(fraction * len(pictures))])
    held_out = np.array([path in chosen for path in paths])
    return np.where(~held_out)[0], np.where(held_out)[0]
