"""The last lines of the list validate.

part: dataset
loses: split
hint: You cut the list in two where it stands. WFLW's lists are sorted by no one, but faces of one
    picture need not stand together, events may, and the seed does nothing at all. Draw whole
    pictures at random.
"""

import numpy as np


def split_faces(paths, fraction, seed):
    count = len(paths) - int(fraction * len(paths))
    return np.arange(count), np.arange(count, len(paths))
