"""pandas groups the faces, RandomState draws.

part: dataset
"""

import numpy as np
import pandas as pd


def split_faces(paths, fraction, seed):
    groups = pd.Series(paths).groupby(pd.Series(paths)).indices
    rng = np.random.RandomState(seed)
    keys = rng.permutation(list(groups))
    k = round(len(keys) * fraction)
    join = lambda names: np.sort(np.concatenate([groups[n] for n in names])) if len(names) else []
    return join(keys[k:]), join(keys[:k])
