"""The ReLU comes before the norm.

part: hrnet
loses: fuse_path
hint: In your steps the ReLU stands before the norm. The norm is then the third layer, under a
    name that the published weights do not have, and its numbers were learned for values of both
    signs. The order is convolution, norm, ReLU.
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
        conv, norm = conv_bn(channels[source], channels[target] if last else channels[source], 3, 2)
        steps.append(nn.Sequential(conv, norm) if last else nn.Sequential(conv, nn.ReLU(), norm))
    return nn.Sequential(*steps)
