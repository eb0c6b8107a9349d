"""Head as a plain module whose layers have the names 0, 1 and 3.

part: hrnet
"""

import torch
from torch import nn


class Head(nn.Module):
    def __init__(self, channels, points):
        super().__init__()
        total = sum(channels)
        self.add_module("0", nn.Conv2d(total, total, 1))
        self.add_module("1", nn.BatchNorm2d(total))
        self.add_module("3", nn.Conv2d(total, points, 1))

    def forward(self, branches):
        first, norm, last = self.children()
        size = branches[0].shape[-2:]
        enlarge = nn.Upsample(size=size, mode="bilinear")
        stacked = torch.cat([b if b.shape[-2:] == size else enlarge(b) for b in branches], dim=-3)
        return last(torch.relu(norm(first(stacked))))
