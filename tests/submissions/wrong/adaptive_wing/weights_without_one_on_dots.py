"""The weight map is 10 on the dots, not 11.

part: adaptive_wing
loses: weight_map
hint: On and around the dots your weight map is 10 and elsewhere 1; the formula is weight * M + 1,
    so the dots get 11. The 1 is added everywhere, not only where M is 0.
"""

import torch
import torch.nn.functional as F


def weight_map(target, weight=10.0, threshold=0.2):
    M = F.max_pool2d(target, kernel_size=3, stride=1, padding=1) >= threshold
    w = torch.ones_like(target)
    w[M] = weight
    return w
