"""A branch reaches itself through a 1x1 convolution.

part: hrnet
loses: fuse_path
hint: All your paths between different branches are right, but a branch reaches itself through a
    convolution and a norm. There it should be nn.Identity(): what a branch has found so far stays
    as it is, and the others are added, as in a residual block.
"""

from torch import nn


def fuse_path(channels, source, target):
    if source >= target:
        return nn.Sequential(*conv_bn(channels[source], channels[target], 1))
    halvings = [
        nn.Sequential(*conv_bn(channels[source], channels[source], 3, stride=2), nn.ReLU())
        for _ in range(target - source - 1)
    ]
    halvings.append(nn.Sequential(*conv_bn(channels[source], channels[target], 3, stride=2)))
    return nn.Sequential(*halvings)
