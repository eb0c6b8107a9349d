"""Branch 0 is put behind the enlarged ones.

part: hrnet
loses: head
hint: Your head puts branch 0 behind the enlarged ones. Shapes and sizes fit, and weights load
    without a word, but each of them meets the channels of another branch. The order is that of
    the list: branch 0 first.
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
        maps.append(branches[0])
        x = torch.cat(maps, dim=1)
        for layer in self:
            x = layer(x)
        return x
