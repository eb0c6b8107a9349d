"""The paths come back, not the indices.

part: dataset
loses: split
hint: You return paths, and indices of faces are asked for: by its path alone one cannot tell the
    faces of a picture apart. Return where in `paths` they stand.
"""

import numpy as np


def split_faces(paths, fraction, seed):
    pictures = sorted(set(paths))
    np.random.default_rng(seed).shuffle(pictures)
    count = round(fraction * len(pictures))
    return pictures[count:], pictures[:count]
