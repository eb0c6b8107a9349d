"""The maximum of each channel in place of the mean.

part: baseline
loses: network
hint: Your network takes the largest value of each channel over the picture where it should take
    the mean. Pretrained features were trained under a mean; and of a maximum only one pixel of
    each channel learns.
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
        x = self.features(x).amax((2, 3))
        return self.linear(x).view(-1, self.points, 2)


def build_regressor(points=98, weights=None):
    return Regressor(points, weights)
