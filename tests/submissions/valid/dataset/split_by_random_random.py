"""Python's own generator, sets, lists of indices.

part: dataset
"""

import random


def split_faces(paths, fraction, seed):
    generator = random.Random(seed)
    pictures = list(dict.fromkeys(paths))
    validation = set(generator.sample(pictures, int(fraction * len(pictures))))
    left = [i for i in range(len(paths)) if paths[i] not in validation]
    right = [i for i in range(len(paths)) if paths[i] in validation]
    return left, right
