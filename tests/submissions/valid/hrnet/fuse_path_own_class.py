"""A path to a coarser branch is a class of its own, with the same names.

part: hrnet
"""

from torch import nn


class Down(nn.ModuleList):
    def forward(self, x):
        for number, step in enumerate(self):
            x = step[1](step[0](x))
            if number < len(self) - 1:
                x = x.clamp(min=0)
        return x


class Same(nn.Module):
    def forward(self, x):
        return x


def fuse_path(channels, source, target):
    if source == target:
        return Same()
    if source > target:
        return nn.Sequential(*conv_bn(channels[source], channels[target], 1))
    widths = [channels[source]] * (target - source) + [channels[target]]
    return Down(
        nn.ModuleList(conv_bn(inputs, outputs, 3, 2)) for inputs, outputs in zip(widths, widths[1:])
    )
