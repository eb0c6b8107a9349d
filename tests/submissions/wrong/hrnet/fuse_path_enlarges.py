"""The path to a finer branch enlarges as well.

part: hrnet
loses: fuse_path
hint: Your paths to finer branches end in an nn.Upsample. A path keeps its size here: only
    Fuse.forward knows the exact height and width to reach, and a fixed factor misses it by a
    pixel for every odd size.
"""

from torch import nn


def fuse_path(channels, source, target):
    if source == target:
        return nn.Identity()
    if source > target:
        return nn.Sequential(
            *conv_bn(channels[source], channels[target], 1),
            nn.Upsample(scale_factor=2 ** (source - target), mode="nearest"),
        )
    layers = [
        nn.Sequential(*conv_bn(channels[source], channels[source], 3, stride=2), nn.ReLU())
        for _ in range(target - source - 1)
    ]
    layers.append(nn.Sequential(*conv_bn(channels[source], channels[target], 3, stride=2)))
    return nn.Sequential(*layers)
