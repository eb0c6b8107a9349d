"""Pictures are drawn until they hold that share of the faces.

part: dataset
loses: split
hint: You draw pictures until they hold the asked-for share of the faces. One picture with a crowd
    then makes up the whole validation set, or a few hundred small ones do. The fraction is one of
    the pictures.
"""

import numpy as np


def split_faces(paths, fraction, seed):
    pictures = np.random.default_rng(seed).permutation(sorted(set(paths)))
    held_out = np.zeros(len(paths), dtype=bool)
    for picture in pictures:
        if held_out.sum() >= fraction * len(paths):
            break
        held_out |= np.array(paths) == picture
    return np.where(~held_out)[0], np.where(held_out)[0]
