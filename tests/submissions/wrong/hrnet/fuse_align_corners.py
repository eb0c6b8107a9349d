"""Enlarged with align_corners=True.

part: hrnet
loses: enlarged
hint: You enlarge with align_corners=True, which lays the centres of the corner pixels upon each
    other in place of the images' edges: everything is stretched by up to half a coarse pixel,
    outwards from the middle. With align_corners=False both grids reach from edge to edge, as the
    strided convolutions leave them.
"""

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
