"""Convolutions without batch norm.

part: hrnet
loses: fuse_path
hint: Your paths have their convolutions and no batch norm. In a sum of four branches the loudest
    then drowns the others, and without a bias nothing can shift what is sent. conv_bn returns
    both layers: unpack them with a star.
"""

from torch import nn


def fuse_path(channels, source, target):
    if source == target:
        return nn.Identity()
    if source > target:
        return nn.Sequential(nn.Conv2d(channels[source], channels[target], 1, bias=False))
    layers = []
    for k in range(target - source):
        out = channels[target] if k == target - source - 1 else channels[source]
        step = [nn.Conv2d(channels[source], out, 3, stride=2, padding=1, bias=False)]
        if k < target - source - 1:
            step.append(nn.ReLU())
        layers.append(nn.Sequential(*step))
    return nn.Sequential(*layers)
