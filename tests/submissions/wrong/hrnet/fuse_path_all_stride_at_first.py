"""The first step takes the whole stride, the others keep the size.

part: hrnet
loses: fuse_path
hint: Sizes and names of your paths are right, but the first convolution takes the whole stride, 4
    or 8 at once, and the others keep the size: a 3x3 kernel with stride 4 skips pixels between
    its windows. Every step halves: stride=2 in each of them.
"""

from torch import nn


def fuse_path(channels, source, target):
    if source == target:
        return nn.Identity()
    if source > target:
        return nn.Sequential(*conv_bn(channels[source], channels[target], 1))
    count = target - source
    steps = []
    for k in range(count):
        stride = 2**count if k == 0 else 1
        out = channels[target] if k == count - 1 else channels[source]
        relu = [nn.ReLU()] if k < count - 1 else []
        steps.append(nn.Sequential(*conv_bn(channels[source], out, 3, stride), *relu))
    return nn.Sequential(*steps)
