"""Branches hear only finer ones.

part: hrnet
loses: fuse, enlarged, sizes, learning
hint: In your sums the finer branches arrive and the coarser ones do not: the loop over sources
    stops at the target. So the finest branch, from which the heatmaps come, never hears what the
    coarse ones know. The sum runs over all sources.
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
        for t in range(len(branches)):
            total = branches[t]
            for s in range(t):
                total = total + self[t][s](branches[s])
            out.append(F.relu(total))
        return out
