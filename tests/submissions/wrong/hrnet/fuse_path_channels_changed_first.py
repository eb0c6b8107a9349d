"""The first step goes to the target's channels, not the last.

part: hrnet
loses: fuse_path
hint: Your first step to a coarser branch already goes to the target's channels, and the later
    ones work on those: 13 times the weights from branch 0 to branch 3. The steps keep
    channels[source]; only the last one changes to channels[target].
"""

from torch import nn


def fuse_path(channels, source, target):
    if source == target:
        return nn.Identity()
    if source > target:
        return nn.Sequential(*conv_bn(channels[source], channels[target], 1))
    steps, width = [], channels[source]
    for k in range(target - source):
        conv, norm = conv_bn(width, channels[target], 3, stride=2)
        width = channels[target]
        last = k == target - source - 1
        steps.append(nn.Sequential(conv, norm) if last else nn.Sequential(conv, norm, nn.ReLU()))
    return nn.Sequential(*steps)
