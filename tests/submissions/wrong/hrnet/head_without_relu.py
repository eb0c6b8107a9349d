"""The ReLU between the convolutions is passed over.

part: hrnet
loses: head
hint: Your head leaves out its ReLU, self[2]. Two 1x1 convolutions with only a norm between them
    are one linear map: heatmaps could be no more than weighted sums of the branches. `for layer
    in self` applies all four.
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
        maps = [F.interpolate(b, size=size, mode="bilinear", align_corners=False) for b in branches]
        x = torch.cat(maps, dim=1)
        return self[3](self[1](self[0](x)))
