"""Coarse branches are enlarged with align_corners=True.

part: hrnet
loses: enlarged
hint: Your head enlarges with align_corners=True: what branch 3 says is stretched by up to 3.5
    heatmap pixels towards the corners, and no two branches speak of the same place. With
    align_corners=False all grids reach from edge to edge.
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
            x.append(F.interpolate(b, size=(h, w), mode="bilinear", align_corners=True))
        x = torch.cat(x, 1)
        for layer in self:
            x = layer(x)
        return x
