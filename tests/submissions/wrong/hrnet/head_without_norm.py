"""The batch norm is passed over.

part: hrnet
loses: head
hint: Your head goes from its first convolution straight to the ReLU: the batch norm, self[1], is
    passed over. Its weights load all the same and have no effect. `for layer in self` applies all
    four.
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
        x = self[0](torch.cat(maps, dim=1))
        return self[3](F.relu(x))
