"""A ReLU after the last convolution.

part: hrnet
loses: head
hint: Your heatmaps are right where they are positive, and 0 where they should be negative: there
    is a ReLU behind the last convolution. Most of a target is 0, and a pixel that a ReLU holds at
    0 gets no gradient any more; many such networks end up all black. Nothing follows the last
    convolution.
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
        return F.relu(x)
