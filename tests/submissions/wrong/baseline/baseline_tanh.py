"""A tanh at the end.

part: baseline
loses: network
hint: All your outputs lie between -1 and 1: there is a tanh at the end. The coordinates are
    fractions from 0 to 1 and somewhat beyond: half of the tanh's range is of no use, and the
    other half ends at the edge. The linear layer's numbers are the answer as they are.
"""

import torch
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
        return torch.tanh(self.linear(x)).view(-1, self.points, 2)


def build_regressor(points=98, weights=None):
    return Regressor(points, weights)
