"""Pixels at the threshold do not count.

part: adaptive_wing
loses: weight_map
hint: A pixel counts where a target of *at least* the threshold is near: yours must be greater. At
    the default of 0.2 that is hardly ever seen; where targets are round numbers it is.
"""

import torch.nn.functional as F


def weight_map(target, weight=10.0, threshold=0.2):
    near = F.max_pool2d(target, 3, stride=1, padding=1)
    return 1 + weight * (near > threshold).float()
