"""squeeze() takes the batch away if it is a batch of one.

part: baseline
loses: outputs, learning
hint: For a batch of one your network returns (98, 2): squeeze() with nothing in it removes every
    axis of length 1, the batch as well. It shows with the short last batch of an epoch, or when a
    single photo is predicted. Name the axes that are to go, or leave it out.
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
        return self.linear(x).view(-1, self.points, 2).squeeze()


def build_regressor(points=98, weights=None):
    return Regressor(points, weights)
