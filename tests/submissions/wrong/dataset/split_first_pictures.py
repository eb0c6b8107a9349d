"""The first pictures in alphabetical order validate.

part: dataset
loses: split
hint: You keep pictures whole, but you always take the first ones in alphabetical order, whatever
    the seed is. In WFLW a name begins with its event, so validation would see parades alone.
    Shuffle the pictures with a generator made from the seed.
"""

import numpy as np


def split_faces(paths, fraction, seed):
    pictures = sorted(set(paths))
    chosen = set(pictures[: round(fraction * len(pictures))])
    held_out = [i for i, path in enumerate(paths) if path in chosen]
    return [i for i in range(len(paths)) if paths[i] not in chosen], held_out
