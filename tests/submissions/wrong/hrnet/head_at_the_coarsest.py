"""All branches are shrunk to the coarsest.

part: hrnet
loses: head, enlarged, sizes
hint: Your heatmaps have the size of the coarsest branch: 8 x 8 pixels of an image of 256, in
    which a landmark cannot be told from its neighbour. All branches go to the size of
    branches[0].
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
        size = branches[-1].shape[2:]
        maps = [F.interpolate(b, size=size, mode="bilinear", align_corners=False) for b in branches]
        x = torch.cat(maps, dim=1)
        for layer in self:
            x = layer(x)
        return x
