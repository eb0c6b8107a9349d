"""A hidden layer before the outputs.

part: baseline
loses: network
hint: Your network has a hidden layer between features and outputs. It may well work, but it is
    another network: here one linear layer leads from 1,280 features to the coordinates, 2,474,948
    parameters in all, so that numbers can be compared.
"""

from torch import nn
from torchvision.models import mobilenet_v2


def build_regressor(points=98, weights=None):
    return nn.Sequential(
        mobilenet_v2(weights=weights).features,
        nn.AdaptiveAvgPool2d(1),
        nn.Flatten(),
        nn.Linear(1280, 512),
        nn.ReLU(),
        nn.Linear(512, 2 * points),
        nn.Unflatten(1, (points, 2)),
    )
