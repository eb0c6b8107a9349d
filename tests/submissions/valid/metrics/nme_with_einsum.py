"""einsum, complex numbers, and the mean before the division.

part: metrics
"""

import numpy as np


def nme(pred, true):
    difference = pred - true
    distance = np.sqrt(np.einsum("bnc,bnc->bn", difference, difference))
    z = true[..., 0] + 1j * true[..., 1]
    return np.einsum("bn->b", distance) / 98 / np.abs(z[:, 72] - z[:, 60])
