"""The 3x3 convolutions have no padding.

part: hrnet
loses: fuse_path
hint: Your 3x3 convolutions have no padding: each halving loses a pixel at the border and moves
    the grid by one pixel, so what arrives does not lie where the coarser branch has it. With
    padding=1 the size is half, rounded up.
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
        out = channels[target] if last else channels[source]
        layers = [nn.Conv2d(channels[source], out, 3, stride=2, bias=False), nn.BatchNorm2d(out)]
        steps.append(nn.Sequential(*layers) if last else nn.Sequential(*layers, nn.ReLU()))
    return nn.Sequential(*steps)
