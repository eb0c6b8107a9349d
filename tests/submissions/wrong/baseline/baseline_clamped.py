"""Outputs are clamped to the crop.

part: baseline
loses: network
hint: Your outputs are cut off at 0 and 1. An output beyond gets no gradient any more, and a
    landmark outside the crop can never be reached. Nothing follows the linear layer.
"""

from torch import nn
from torchvision.models import mobilenet_v2


class Regressor(nn.Module):
    def __init__(self, points, weights):
        super().__init__()
        self.points = points
        self.features = mobilenet_v2(weights=weights).features
        self.linear = nn.Linear(1280, 2 * points)

    def forward(self, x):
        x = self.features(x).mean((2, 3))
        return self.linear(x).clamp(0, 1).view(-1, self.points, 2)


def build_regressor(points=98, weights=None):
    return Regressor(points, weights)
