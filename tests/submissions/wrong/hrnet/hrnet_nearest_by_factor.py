"""nn.Upsample(scale_factor=…), nearest, in the fuse and in the head.

part: hrnet
loses: enlarged, sizes
hint: You enlarge as HRNet's classification code does: nearest, by a whole factor. The landmark
    network enlarges bilinearly and to the exact size of the finer branch; with the same random
    weights the two differed by more than 20 % in every branch, and odd sizes fail. It is
    F.interpolate(x, size=…, mode="bilinear", align_corners=False).
"""

import torch
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
                y = self[t][s](branches[s])
                if s > t:
                    y = nn.Upsample(scale_factor=2 ** (s - t), mode="nearest")(y)
                total = total + y
            out.append(F.relu(total))
        return out


class Head(nn.Sequential):
    def __init__(self, channels, points):
        width = sum(channels)
        super().__init__(
            nn.Conv2d(width, width, kernel_size=1),
            nn.BatchNorm2d(width),
            nn.ReLU(),
            nn.Conv2d(width, points, kernel_size=1),
        )

    def forward(self, branches):
        maps = [branches[0]]
        for b in range(1, len(branches)):
            maps.append(nn.Upsample(scale_factor=2**b)(branches[b]))
        x = torch.cat(maps, 1)
        for layer in self:
            x = layer(x)
        return x
