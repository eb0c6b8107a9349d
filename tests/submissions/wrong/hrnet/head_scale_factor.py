"""Coarse branches are enlarged by a factor.

part: hrnet
loses: sizes
hint: Your head enlarges by a factor of 2, 4 and 8, which misses the finest branch wherever a size
    was rounded: 17, 9 and 5 come back as 17, 18 and 20, and cannot be concatenated. Give
    F.interpolate the height and width of branches[0].
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
        maps = [branches[0]]
        for b in range(1, len(branches)):
            maps.append(
                F.interpolate(branches[b], scale_factor=2**b, mode="bilinear", align_corners=False)
            )
        x = torch.cat(maps, dim=1)
        return super().forward(x)
