"""align_corners=True in the fuse and in the head.

part: hrnet
loses: enlarged
hint: Fuse and Head both enlarge with align_corners=True. It lays the centres of the corner pixels
    upon each other, but the strided convolutions left grids that reach from edge to edge:
    everything coarse is stretched outwards, by up to half a coarse pixel. Say
    align_corners=False.
"""

import torch
import torch.nn.functional as F
from torch import nn


class Fuse(nn.ModuleList):
    def __init__(self, channels):
        super().__init__()
        for target in range(len(channels)):
            sources = range(len(channels))
            self.append(nn.ModuleList(fuse_path(channels, source, target) for source in sources))

    def forward(self, branches):
        fused = []
        for target in range(len(branches)):
            size = branches[target].shape[-2:]
            total = 0
            for source in range(len(branches)):
                y = self[target][source](branches[source])
                if source > target:
                    y = F.interpolate(y, size=size, mode="bilinear", align_corners=True)
                total = total + y
            fused.append(F.relu(total))
        return fused


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
