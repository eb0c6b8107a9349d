"""The branches are stacked into a prepared tensor, and nn.Sequential does the rest.

part: hrnet
"""

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
        first = branches[0]
        channels = sum(b.shape[1] for b in branches)
        x = first.new_empty(first.shape[0], channels, *first.shape[2:])
        at = 0
        for b in branches:
            x[:, at : at + b.shape[1]] = F.interpolate(b, first.shape[2:], mode="bilinear")
            at += b.shape[1]
        return super().forward(x)
