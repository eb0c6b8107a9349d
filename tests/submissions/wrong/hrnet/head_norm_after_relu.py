"""ReLU before the norm.

part: hrnet
loses: head
hint: Your head applies the ReLU before the norm. The norm's numbers are those of values of both
    signs, so it shifts what it gets in the wrong way. The order is that of the constructor:
    convolution, norm, ReLU, convolution.
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
        x = torch.cat(
            [F.interpolate(b, size=size, mode="bilinear", align_corners=False) for b in branches], 1
        )
        x = self[1](F.relu(self[0](x)))
        return self[3](x)
