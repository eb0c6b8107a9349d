"""Coarse branches are enlarged by repeating pixels.

part: hrnet
loses: enlarged
hint: Your head enlarges the branches by repeating pixels: mode="nearest", the default of
    F.interpolate. From branch 3 every value becomes a block of 8 x 8 heatmap pixels, with edges
    where no edge is. The mode is "bilinear".
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
            x.append(F.interpolate(b, size=(h, w), mode="nearest"))
        x = torch.cat(x, 1)
        for layer in self:
            x = layer(x)
        return x
