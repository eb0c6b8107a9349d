"""A convolution and a max pooling in place of a stride.

part: hrnet
loses: fuse_path
hint: Your steps halve the size with a pooling behind the norm. Names and sizes fit, so published
    weights load without a word and compute something else: a maximum instead of the value at
    every second pixel. The 3x3 convolution itself halves, by stride=2.
"""

from torch import nn


def fuse_path(channels, source, target):
    if source == target:
        return nn.Identity()
    if source > target:
        return nn.Sequential(*conv_bn(channels[source], channels[target], 1))
    steps = []
    for k in range(target - source):
        last = k == target - source - 1
        layers = list(conv_bn(channels[source], channels[target] if last else channels[source], 3))
        layers.append(nn.MaxPool2d(2, ceil_mode=True))
        if not last:
            layers.append(nn.ReLU())
        steps.append(nn.Sequential(*layers))
    return nn.Sequential(*steps)
