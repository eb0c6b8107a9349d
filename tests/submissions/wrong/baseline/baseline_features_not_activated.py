"""The features end before their last convolution.

part: baseline
loses: network, learning
hint: Your features end one layer early, at 320 channels: the last 1x1 convolution to 1,280 is
    missing. It is part of torchvision's `features`; take all of them.
"""

from torch import nn
from torchvision.models import mobilenet_v2


def build_regressor(points=98, weights=None):
    return nn.Sequential(
        mobilenet_v2(weights=weights).features[:-1],
        nn.AdaptiveAvgPool2d(1),
        nn.Flatten(),
        nn.Linear(320, 2 * points),
        nn.Unflatten(1, (points, 2)),
    )
