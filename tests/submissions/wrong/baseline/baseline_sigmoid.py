"""A sigmoid at the end.

part: baseline
loses: network
hint: All your outputs lie between 0 and 1: there is a sigmoid at the end. Points outside the crop
    can then never be reached, and near the edges the gradient fades. The linear layer's numbers
    are the answer as they are.
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
        return torch.sigmoid(self.linear(x)).reshape(-1, self.points, 2)


def build_regressor(points=98, weights=None):
    return Regressor(points, weights)
