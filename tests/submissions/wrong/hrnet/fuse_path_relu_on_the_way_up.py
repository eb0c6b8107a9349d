"""The path to a finer branch ends in a ReLU.

part: hrnet
loses: fuse_path
hint: Your paths to finer branches put a ReLU behind the norm: negative values are cut to 0 before
    the sum, so a coarse branch can say yes and never no. A 1x1 convolution and its norm are all
    there is on the way up.
"""

from torch import nn


def fuse_path(channels, source, target):
    if source == target:
        return nn.Identity()
    if source > target:
        return nn.Sequential(*conv_bn(channels[source], channels[target], 1), nn.ReLU())
    layers = []
    for step in range(target - source - 1):
        layers.append(
            nn.Sequential(*conv_bn(channels[source], channels[source], 3, stride=2), nn.ReLU())
        )
    layers.append(nn.Sequential(*conv_bn(channels[source], channels[target], 3, stride=2)))
    return nn.Sequential(*layers)
