"""Faces are drawn, not pictures.

part: dataset
loses: split
hint: You draw single faces, so a picture with several of them is torn: some are trained on, others
    validate. They share light, camera and often the same people, and the validation error looks
    better than it is. Draw pictures, then sort each face to the side of its picture.
"""

import numpy as np


def split_faces(paths, fraction, seed):
    order = np.random.default_rng(seed).permutation(len(paths))
    count = round(fraction * len(paths))
    return np.sort(order[count:]), np.sort(order[:count])
