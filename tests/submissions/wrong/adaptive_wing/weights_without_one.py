"""The weight map is 10 and 0, without the + 1.

part: adaptive_wing
loses: weight_map
hint: Your weight map is 0 off the dots, so the background costs nothing and a network may paint
    there what it likes: decoding would find its peaks anywhere. The map is weight * M + 1, which
    leaves the background its weight of 1.
"""

import torch.nn.functional as F


def weight_map(target, weight=10.0, threshold=0.2):
    M = F.max_pool2d(target, kernel_size=3, stride=1, padding=1) >= threshold
    return weight * M.float()
