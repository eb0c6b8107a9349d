"""Enlarged by a factor, not to a size.

part: hrnet
loses: sizes
hint: You enlarge by a factor, which is right as long as every size halves exactly. A branch 17
    pixels wide has a coarser one of 9, and twice 9 is 18: the sum fails. Give F.interpolate the
    size of the branch it has to meet.
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
        out = []
        for i in range(len(branches)):
            y = branches[i]
            for j in range(len(branches)):
                if j == i:
                    continue
                z = self[i][j](branches[j])
                if j > i:
                    z = F.interpolate(
                        z, scale_factor=2 ** (j - i), mode="bilinear", align_corners=False
                    )
                y = y + z
            out.append(F.relu(y))
        return out
