"""self[source][target] in place of self[target][source].

part: hrnet
loses: fuse, enlarged, sizes, learning
hint: Your Fuse stops with an error for any branches. If the error speaks of channels, look at the
    order of the indices: self[target] holds all paths that lead to the target, one for each
    source. With self[source][target] a branch meets a convolution made for another one.
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
            total = 0
            for s in range(len(branches)):
                y = self[s][t](branches[s])
                if s > t:
                    y = F.interpolate(
                        y, size=branches[t].shape[2:], mode="bilinear", align_corners=False
                    )
                total = total + y
            out.append(F.relu(total))
        return out
