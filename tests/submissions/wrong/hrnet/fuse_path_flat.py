"""All steps in one row of layers, without the nesting.

part: hrnet
loses: fuse_path
hint: The layers of your paths to coarser branches are right, but they stand in one row: the first
    convolution is called 0.weight, and the published weights know it as 0.0.weight. Put each step
    into an nn.Sequential of its own, and those into the outer one.
"""

from torch import nn


def fuse_path(channels, source, target):
    if source == target:
        return nn.Identity()
    if source > target:
        return nn.Sequential(*conv_bn(channels[source], channels[target], 1))
    layers = []
    for _ in range(target - source - 1):
        layers += [*conv_bn(channels[source], channels[source], 3, stride=2), nn.ReLU()]
    layers += conv_bn(channels[source], channels[target], 3, stride=2)
    return nn.Sequential(*layers)
