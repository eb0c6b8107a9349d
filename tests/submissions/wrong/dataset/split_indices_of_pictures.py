"""The indices count pictures, not faces.

part: dataset
loses: split
hint: Your numbers are indices of pictures. There are fewer pictures than faces, so the faces at
    the end of the list are on no side, and the others end up on the side of somebody else's
    picture. Look up each face's own picture, and return the indices of faces.
"""

import numpy as np


def split_faces(paths, fraction, seed):
    count = len(set(paths))
    order = np.random.default_rng(seed).permutation(count)
    k = round(fraction * count)
    return np.sort(order[k:]), np.sort(order[:k])
