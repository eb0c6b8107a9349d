"""No ReLU between the steps to a coarser branch.

part: hrnet
loses: fuse_path
hint: Your paths of one step are right, and those of two and more lack the ReLU between the steps.
    Two convolutions with nothing but a norm between them are one convolution: the second one adds
    weights and computes nothing new.
"""

from torch import nn


def fuse_path(channels, source, target):
    if source == target:
        return nn.Identity()
    if source > target:
        return nn.Sequential(*conv_bn(channels[source], channels[target], 1))
    steps = []
    for k in range(source, target):
        out = channels[target] if k == target - 1 else channels[source]
        steps.append(nn.Sequential(*conv_bn(channels[source], out, 3, 2)))
    return nn.Sequential(*steps)
