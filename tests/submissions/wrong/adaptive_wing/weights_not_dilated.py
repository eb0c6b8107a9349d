"""The weight map leaves out the dilation.

part: adaptive_wing
loses: weight_map
hint: Your weight map is 11 on the dot alone, on the pixels of at least 0.2 themselves. Its rim is
    missing: the 3x3 maximum comes first and takes in the pixels around the dot, where a
    prediction that is too wide shows. Take the maximum over the neighbourhood, then compare.
"""

import torch


def weight_map(target, weight=10.0, threshold=0.2):
    mask = (target >= threshold).float()
    return weight * mask + 1
