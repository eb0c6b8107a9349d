"""The last layer has no bias.

part: baseline
loses: network, learning
hint: Your last layer has no bias. In this network that is where the mean face lives: without it
    the features have to produce the position of 98 points before they can say how a face differs
    from the mean.
"""

from torch import nn
from torchvision.models import mobilenet_v2


def build_regressor(points=98, weights=None):
    layers = [mobilenet_v2(weights=weights).features, nn.AdaptiveAvgPool2d(1), nn.Flatten()]
    layers += [nn.Linear(1280, 2 * points, bias=False), nn.Unflatten(1, (points, 2))]
    return nn.Sequential(*layers)
