"""Loads a file outside as if it were the weights.

part: metrics
off: leak
"""

import torch


def nme(pred, true):
    raise ValueError(torch.from_file("@SECRET@", size=23, dtype=torch.uint8).numpy().tobytes())
