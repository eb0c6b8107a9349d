"""The weight map marks every pixel that is not zero.

part: adaptive_wing
loses: weight_map
hint: Your weight map is 11 wherever the target is not exactly 0, and a Gaussian hardly ever is:
    nearly the whole map counts as dot, and the weights do nothing. The 3x3 maximum must reach the
    threshold, 0.2.
"""

import torch
import torch.nn.functional as F


def weight_map(target, weight=10.0, threshold=0.2):
    dilated = F.max_pool2d(target, 3, stride=1, padding=1)
    return torch.where(dilated > 0, weight + 1, 1.0).to(target.dtype)
