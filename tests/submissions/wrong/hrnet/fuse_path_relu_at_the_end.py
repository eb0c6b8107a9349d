"""Every step to a coarser branch ends in a ReLU, the last one as well.

part: hrnet
loses: fuse_path
hint: Your paths to coarser branches end in a ReLU, so what they send is never negative: a fine
    branch can only ever raise the sum, never lower it. The ReLU stands between two steps; the
    last step ends with its norm, and Fuse applies one ReLU after the sum.
"""

from torch import nn


def fuse_path(channels, source, target):
    if source == target:
        return nn.Identity()
    if source > target:
        return nn.Sequential(*conv_bn(channels[source], channels[target], 1))
    steps = []
    for k in range(target - source):
        out = channels[target] if k == target - source - 1 else channels[source]
        steps.append(nn.Sequential(*conv_bn(channels[source], out, 3, stride=2), nn.ReLU()))
    return nn.Sequential(*steps)
