"""Only the finest branch is returned.

part: hrnet
loses: fuse, enlarged, sizes, learning
hint: You return one tensor, the sum for the finest branch. That would do at the very end of the
    network; but the next module goes on with all branches, so Fuse returns a list with as many
    tensors as it was given.
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
        total = branches[0]
        for s in range(1, len(branches)):
            y = self[0][s](branches[s])
            total = total + F.interpolate(
                y, size=total.shape[2:], mode="bilinear", align_corners=False
            )
        return F.relu(total)
