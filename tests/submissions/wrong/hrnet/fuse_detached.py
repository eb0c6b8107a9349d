"""What other branches send is detached.

part: hrnet
loses: learning
hint: Your outputs are right, but what other branches send is cut off from the graph (detach,
    .data, no_grad or a way through NumPy): no gradient goes back along the paths, so they stay
    random for ever. Training shows nothing but a network that is worse than it should be.
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
                if s == t:
                    continue
                y = self[t][s](branches[s]).detach()
                if s > t:
                    y = F.interpolate(
                        y, size=branches[t].shape[2:], mode="bilinear", align_corners=False
                    )
                total = total + y
            out.append(F.relu(total))
        return out
