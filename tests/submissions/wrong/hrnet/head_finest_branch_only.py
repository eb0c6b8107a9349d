"""Only branch 0 goes into the head.

part: hrnet
loses: head, enlarged, sizes
hint: Your Head stops with an error for any branches. If the error speaks of channels: the first
    layer waits for those of all branches together. Either some do not go in (branch 0 alone was
    the head of HRNetV1), or they were joined along another axis: torch.cat(maps, dim=1) is the
    one for channels.
"""

from torch import nn


class Head(nn.Sequential):
    def __init__(self, channels, points):
        width = sum(channels)
        super().__init__(
            nn.Conv2d(width, width, kernel_size=1),
            nn.BatchNorm2d(width),
            nn.ReLU(),
            nn.Conv2d(width, points, kernel_size=1),
        )

    def forward(self, branches):
        x = branches[0]
        for layer in self:
            x = layer(x)
        return x
