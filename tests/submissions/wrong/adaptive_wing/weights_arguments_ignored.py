"""The weight map has 10 and 0.2 written in.

part: adaptive_wing
loses: weight_map
hint: With the default arguments your weight map is right, with others it stays the same: 10 and
    0.2 are written into the body. Use `weight` and `threshold`.
"""

import torch.nn.functional as F


def weight_map(target, weight=10.0, threshold=0.2):
    return 10 * (F.max_pool2d(target, 3, 1, 1) >= 0.2).float() + 1
