"""The coarse branch is enlarged first, then sent along its path.

part: hrnet
loses: enlarged
hint: You enlarge the branch first and send it along its path afterwards. In use that happens to
    give the same, but in training it does not: the norm then takes its statistics from smoothed
    pixels, and the convolution has up to 64 times the work. First the path, then up.
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
                x = branches[s]
                if s > t:
                    x = F.interpolate(
                        x, size=branches[t].shape[2:], mode="bilinear", align_corners=False
                    )
                total = total + self[t][s](x)
            out.append(F.relu(total))
        return out
