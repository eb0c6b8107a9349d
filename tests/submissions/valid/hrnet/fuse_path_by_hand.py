"""The path from plain layers, in a loop that counts down.

part: hrnet
"""

from torch import nn


def fuse_path(channels, source, target):
    def block(inputs, outputs, size, stride):
        conv = nn.Conv2d(inputs, outputs, size, stride=stride, padding=(size - 1) // 2, bias=False)
        return [conv, nn.BatchNorm2d(outputs)]

    difference = target - source
    if difference < 0:
        return nn.Sequential(*block(channels[source], channels[target], 1, 1))
    if difference == 0:
        return nn.Identity()
    path = nn.Sequential()
    while difference:
        if difference > 1:
            path.append(
                nn.Sequential(
                    *block(channels[source], channels[source], 3, 2), nn.ReLU(inplace=True)
                )
            )
        else:
            path.append(nn.Sequential(*block(channels[source], channels[target], 3, 2)))
        difference -= 1
    return path
