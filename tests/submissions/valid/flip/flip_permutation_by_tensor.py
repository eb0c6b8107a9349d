"""The permutation as an int64 tensor from a dict.

part: flip
"""

import torch


def flip_permutation():
    partner = dict(MIRROR_PAIRS)
    partner.update({right: left for left, right in MIRROR_PAIRS})
    return torch.tensor([partner.get(i, i) for i in range(98)])
