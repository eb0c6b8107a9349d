"""Each result replaces its branch before the next target is summed.

part: hrnet
loses: fuse, learning
hint: Your first output is right and the later ones are not: you put each result into the list of
    branches, and the next target takes it for what the branch had sent. All targets hear the same
    branches; collect the results in a list of their own.
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
        for target in range(len(branches)):
            total = 0
            for source in range(len(branches)):
                y = self[target][source](branches[source])
                if source > target:
                    y = F.interpolate(
                        y, size=branches[target].shape[2:], mode="bilinear", align_corners=False
                    )
                total = total + y
            branches[target] = F.relu(total)
        return branches
