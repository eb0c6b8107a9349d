"""The results replace the branches in the caller's list.

part: hrnet
loses: learning
hint: Your outputs are right, but at the end you write them into the list that was passed in:
    whoever called Fuse has lost the branches. Return your own list.
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
        results = []
        for target in range(len(branches)):
            parts = []
            for source in range(len(branches)):
                part = self[target][source](branches[source])
                if source > target:
                    part = F.interpolate(
                        part, size=branches[target].shape[2:], mode="bilinear", align_corners=False
                    )
                parts.append(part)
            results.append(F.relu(sum(parts)))
        for index, result in enumerate(results):
            branches[index] = result
        return branches
