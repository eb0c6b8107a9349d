"""The dilation reaches into the maps of neighbouring landmarks.

part: adaptive_wing
loses: weight_map
hint: Your weight map has dots of the neighbouring landmarks in it: the maximum was taken over
    3x3x3, across the axis of the landmarks as well. Landmark 60 and 61 are different maps; only
    the last two axes, height and width, belong to the neighbourhood.
"""

import torch.nn.functional as F


def weight_map(target, weight=10.0, threshold=0.2):
    # grey dilation
    dilated = F.max_pool3d(target, kernel_size=3, stride=1, padding=1)
    return (dilated >= threshold).to(target.dtype) * weight + 1
