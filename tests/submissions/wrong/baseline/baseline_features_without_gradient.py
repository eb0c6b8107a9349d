"""The features are computed under no_grad.

part: baseline
loses: learning
hint: Your features are computed under torch.no_grad(), or detached: the last layer learns and
    everything before it stays as it was drawn. no_grad belongs to validation, around the call of
    the network.
"""

import torch
from torch import nn
from torchvision.models import mobilenet_v2


class Points(nn.Module):
    def __init__(self, points, weights):
        super().__init__()
        self.body = mobilenet_v2(weights=weights).features
        self.last = nn.Linear(1280, 2 * points)

    def forward(self, x):
        with torch.no_grad():
            x = self.body(x).mean((2, 3))
        return self.last(x).reshape(x.shape[0], -1, 2)


def build_regressor(points=98, weights=None):
    return Points(points, weights)
