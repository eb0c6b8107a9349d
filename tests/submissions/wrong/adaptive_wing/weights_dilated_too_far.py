"""The dilation is 5x5.

part: adaptive_wing
loses: weight_map
hint: Your weight map reaches one pixel too far on every side of the dots: the neighbourhood is
    5x5. A 3x3 neighbourhood is the pixel itself and the eight around it.
"""

import torch.nn.functional as F


def weight_map(target, weight=10.0, threshold=0.2):
    dilated = F.max_pool2d(target, kernel_size=5, stride=1, padding=2)
    return weight * (dilated >= threshold).float() + 1
