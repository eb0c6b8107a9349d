"""The weight map's threshold is 0.5.

part: adaptive_wing
loses: weight_map
hint: Your weight map marks too few pixels: it compares with 0.5 where 0.2 is asked for, and only
    the dot's top is left. Use `threshold`, which is 0.2 unless the caller says otherwise.
"""

import torch.nn.functional as F


def weight_map(target, weight=10.0, threshold=0.2):
    mask = F.max_pool2d(target, 3, 1, 1).round()
    return weight * mask + 1
