"""The sum is written into the branch itself.

part: hrnet
loses: fuse, learning
hint: Your first output is right, and the others are not: += and relu_ change the branch itself,
    so the second target already hears the first one's result in place of what branch 0 had found.
    total = total + sent makes a new tensor and leaves the branches as they came.
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
            total = branches[target]
            for source in range(len(branches)):
                if source == target:
                    continue
                sent = self[target][source](branches[source])
                if source > target:
                    sent = F.interpolate(
                        sent, size=total.shape[2:], mode="bilinear", align_corners=False
                    )
                total += sent
            total.relu_()
        return branches
