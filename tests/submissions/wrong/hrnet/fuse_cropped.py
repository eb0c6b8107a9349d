"""Enlarged by a factor, and cut to the size.

part: hrnet
loses: sizes
hint: You enlarge by a factor and cut off what is too much. The shapes fit then, but the picture
    does not: it is cut at the right and lower edge, and its content lies up to a pixel beside
    that of the finer branch. Enlarge to the exact size instead, size=branches[target].shape[2:].
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
        for target in range(len(branches)):
            h, w = branches[target].shape[2:]
            total = torch.zeros_like(branches[target])
            for source in range(len(branches)):
                x = self[target][source](branches[source])
                if source > target:
                    x = F.interpolate(
                        x, scale_factor=2 ** (source - target), mode="bilinear", align_corners=False
                    )
                    x = x[:, :, :h, :w]
                total = total + x
            out.append(torch.relu(total))
        return out
