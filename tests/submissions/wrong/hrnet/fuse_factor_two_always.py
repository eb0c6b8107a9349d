"""Every coarser branch is enlarged by 2, however far it is.

part: hrnet
loses: fuse, enlarged, sizes, learning
hint: Your Fuse works with two branches and stops with an error with more. If the error speaks of
    sizes: every coarser branch is enlarged by 2, whatever its distance, and branch 2 is a quarter
    of branch 0. Enlarge to the size of branches[target], and the distance takes care of itself.
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
        for target, paths in enumerate(self):
            y = 0
            for source, path in enumerate(paths):
                z = path(branches[source])
                if source > target:
                    z = F.interpolate(z, scale_factor=2, mode="bilinear", align_corners=False)
                y = y + z
            out.append(F.relu(y))
        return out
