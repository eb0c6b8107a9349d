"""The last lines of the list validate.

part: dataset
loses: split
hint: You cut the list in two where it stands. The faces of a picture need not stand together, so
    some pictures are torn; the seed does nothing at all; and if a list is ordered in any way, the
    validation faces are of another kind than the others. Draw whole pictures at random.
"""

import numpy as np


def split_faces(paths, fraction, seed):
    count = len(paths) - int(fraction * len(paths))
    return np.arange(count), np.arange(count, len(paths))
