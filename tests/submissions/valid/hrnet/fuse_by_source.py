"""Sources in the outer loop; the sums grow in a list of their own.

part: hrnet
"""

import torch
from torch import nn


class Fuse(nn.ModuleList):
    def __init__(self, channels):
        super().__init__()
        for target in range(len(channels)):
            sources = range(len(channels))
            self.append(nn.ModuleList(fuse_path(channels, source, target) for source in sources))

    def forward(self, branches):
        totals = [None] * len(branches)
        for s in reversed(range(len(branches))):
            for t in range(len(branches)):
                y = self[t][s](branches[s])
                if y.shape != branches[t].shape:
                    y = nn.functional.interpolate(y, branches[t].shape[2:], mode="bilinear")
                totals[t] = y if totals[t] is None else torch.add(totals[t], y)
        return tuple(torch.clamp(total, min=0) for total in totals)
