"""Convolutions are built by hand, with their bias.

part: hrnet
loses: fuse_path
hint: Your layers are right, but the convolutions have a bias, which nn.Conv2d adds unless it is
    told bias=False. Behind a convolution the norm subtracts the mean, and every bias with it; and
    the published weights have no number for it. The given conv_bn leaves it out.
"""

from torch import nn


def fuse_path(channels, source, target):
    def conv(inputs, outputs, kernel, stride=1):
        return nn.Conv2d(inputs, outputs, kernel, stride, padding=kernel // 2)

    if source == target:
        return nn.Identity()
    if source > target:
        return nn.Sequential(
            conv(channels[source], channels[target], 1), nn.BatchNorm2d(channels[target])
        )
    modules = []
    for k in range(target - source):
        last = k == target - source - 1
        c = channels[target] if last else channels[source]
        modules.append(nn.Sequential(conv(channels[source], c, 3, 2), nn.BatchNorm2d(c)))
        if not last:
            modules[-1].append(nn.ReLU())
    return nn.Sequential(*modules)
