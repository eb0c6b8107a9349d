"""A ReLU at the end.

part: baseline
loses: network
hint: None of your outputs is negative: there is a ReLU at the end. A landmark left of the crop
    cannot be reached, and an output that has fallen to 0 gets no gradient to come back. Nothing
    follows the linear layer.
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
        return torch.relu(self.linear(x)).view(-1, self.points, 2)


def build_regressor(points=98, weights=None):
    return Regressor(points, weights)
