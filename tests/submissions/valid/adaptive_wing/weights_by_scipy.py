"""The dilation by scipy, map by map.

part: adaptive_wing
"""

import numpy as np
import torch
from scipy.ndimage import grey_dilation


def weight_map(target, weight=10.0, threshold=0.2):
    out = np.ones(target.shape, dtype=np.float32)
    for b in range(target.shape[0]):
        for n in range(target.shape[1]):
            mask = grey_dilation(target[b, n].numpy(), size=(3, 3)) >= threshold
            out[b, n] += weight * mask
    return torch.from_numpy(out)
