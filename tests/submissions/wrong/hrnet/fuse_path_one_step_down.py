"""One convolution with a large stride in place of several steps.

part: hrnet
loses: fuse_path
hint: Your path to a coarser branch is one convolution whatever the distance, with a stride of 4
    or 8 where two or three branches lie between: a 3x3 kernel then never looks at most of the
    pixels. Each halving is a step of its own, target - source of them.
"""

from torch import nn


def fuse_path(channels, source, target):
    if source == target:
        return nn.Identity()
    if source > target:
        return nn.Sequential(*conv_bn(channels[source], channels[target], 1))
    stride = 2 ** (target - source)
    return nn.Sequential(
        nn.Sequential(*conv_bn(channels[source], channels[target], 3, stride=stride))
    )
