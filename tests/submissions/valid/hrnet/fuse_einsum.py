"""Enlarges by matrices for rows and columns, and stacks before the sum.

part: hrnet
"""

import torch
from torch import nn


def weights(fine, coarse, like):
    """(fine, coarse) how much each coarse pixel gives to each fine one."""
    place = (torch.arange(fine, dtype=like.dtype) + 0.5) * coarse / fine - 0.5
    place = place.clamp(0, coarse - 1)
    return (1 - (place[:, None] - torch.arange(coarse, dtype=like.dtype)).abs()).clamp(min=0)


class Fuse(nn.ModuleList):
    def __init__(self, channels):
        super().__init__()
        for target in range(len(channels)):
            sources = range(len(channels))
            self.append(nn.ModuleList(fuse_path(channels, source, target) for source in sources))

    def forward(self, branches):
        outputs = []
        for target, branch in enumerate(branches):
            height, width = branch.shape[-2:]
            terms = []
            for source, path in enumerate(self[target]):
                sent = path(branches[source])
                if source > target:
                    rows = weights(height, sent.shape[2], sent)
                    columns = weights(width, sent.shape[3], sent)
                    sent = torch.einsum("yh,bchw,xw->bcyx", rows, sent, columns)
                terms.append(sent)
            outputs.append(torch.stack(terms).sum(dim=0).relu())
        return outputs
