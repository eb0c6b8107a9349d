"""The coarsest branch comes first.

part: hrnet
loses: head
hint: Your head concatenates the coarsest branch first. Shapes and sizes fit, and weights load
    without a word, but each of them meets the channels of another branch. Branch 0 comes first,
    then 1, 2 and 3.
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
        size = branches[0].shape[2:]
        maps = [
            F.interpolate(b, size=size, mode="bilinear", align_corners=False) for b in branches[1:]
        ]
        x = torch.cat([*reversed(maps), branches[0]], dim=1)
        for layer in self:
            x = layer(x)
        return x
