"""The conditions for up and down are exchanged.

part: hrnet
loses: fuse_path
hint: Up and down are exchanged: from a fine branch you build the 1x1 convolution that keeps the
    size, and from a coarse one the steps that halve it further. Branch 0 is the finest, so source
    > target is the way up.
"""

from torch import nn


def fuse_path(channels, source, target):
    if source == target:
        return nn.Identity()
    if source < target:
        return nn.Sequential(*conv_bn(channels[source], channels[target], 1))
    steps = [
        nn.Sequential(*conv_bn(channels[source], channels[source], 3, stride=2), nn.ReLU())
        for _ in range(source - target - 1)
    ]
    return nn.Sequential(
        *steps, nn.Sequential(*conv_bn(channels[source], channels[target], 3, stride=2))
    )
