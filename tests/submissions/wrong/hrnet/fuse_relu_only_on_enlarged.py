"""Terms from coarser branches get a ReLU, and so does the sum.

part: hrnet
loses: fuse
hint: What comes from coarser branches goes through a ReLU before the sum in your code; the rest
    is right. A coarse branch could then never say that there is no eye here. There is one ReLU,
    after the sum.
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
            for s in range(len(branches)):
                if s < t:
                    total = total + self[t][s](branches[s])
                elif s > t:
                    x = F.relu(self[t][s](branches[s]))
                    total = total + F.interpolate(
                        x, size=branches[t].shape[2:], mode="bilinear", align_corners=False
                    )
            out.append(F.relu(total))
        return out
