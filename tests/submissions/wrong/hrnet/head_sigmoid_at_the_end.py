"""A sigmoid after the last convolution.

part: hrnet
loses: head, enlarged, sizes
hint: Your heatmaps go through a sigmoid: all of them lie between 0 and 1, and an untrained
    network begins at 0.5 everywhere, far from targets that are nearly all 0. Nothing follows the
    last convolution.
"""

import torch
import torch.nn.functional as F
from torch import nn


class Head(nn.Sequential):
    def __init__(self, channels, points):
        width = sum(channels)
        super().__init__(
            nn.Conv2d(width, width, kernel_size=1),
            nn.BatchNorm2d(width),
            nn.ReLU(),
            nn.Conv2d(width, points, kernel_size=1),
        )

    def forward(self, branches):
        h, w = branches[0].shape[2:]
        x = [branches[0]]
        for b in branches[1:]:
            x.append(F.interpolate(b, size=(h, w), mode="bilinear", align_corners=False))
        x = torch.cat(x, 1)
        for layer in self:
            x = layer(x)
        return torch.sigmoid(x)
