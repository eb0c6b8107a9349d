"""The first convolution branch by branch, then the sum is enlarged and added.

part: hrnet
"""

import torch.nn.functional as F
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
        size = branches[0].shape[2:]
        conv, norm, relu, last = self
        total, at = conv.bias[:, None, None], 0
        for branch in branches:
            part = conv.weight[:, at : at + branch.shape[1]]
            at += branch.shape[1]
            sent = F.conv2d(branch, part)
            total = total + F.interpolate(sent, size=size, mode="bilinear", align_corners=False)
        return last(relu(norm(total)))
