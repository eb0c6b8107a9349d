"""No ReLU after the sum.

part: hrnet
loses: fuse
hint: Your sums are right where they are positive, and negative ones come out as they are: the
    ReLU after the sum is missing. The next block adds to its input, so what is not cut here is
    never cut.
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
                    y = F.interpolate(y, size=size, mode="bilinear", align_corners=False)
                total = total + y
            fused.append(total)
        return fused
