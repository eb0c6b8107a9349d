"""The heatmaps are enlarged to the image's size.

part: hrnet
loses: head, enlarged, sizes
hint: Your heatmaps are four times as high and wide as branch 0. Targets and decoder work at the
    size of branch 0, a quarter of the image, and enlarging adds pixels, not knowledge. Return
    what the last convolution gives.
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
        return F.interpolate(x, scale_factor=4, mode="bilinear", align_corners=False)
