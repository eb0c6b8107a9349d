"""Each step goes to the channels of the next branch.

part: hrnet
loses: fuse_path
hint: Your steps to a coarser branch take on the channels of every branch they pass. That is a
    sensible network, but not HRNet's: its steps keep channels[source], and only the last one goes
    to channels[target], so the published weights do not fit yours.
"""

from torch import nn


def fuse_path(channels, source, target):
    if source == target:
        return nn.Identity()
    if source > target:
        return nn.Sequential(*conv_bn(channels[source], channels[target], 1))
    steps = []
    for b in range(source, target):
        layers = list(conv_bn(channels[b], channels[b + 1], 3, stride=2))
        if b + 1 < target:
            layers.append(nn.ReLU())
        steps.append(nn.Sequential(*layers))
    return nn.Sequential(*steps)
