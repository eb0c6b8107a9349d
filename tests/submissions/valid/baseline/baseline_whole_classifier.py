"""torchvision's own network with 196 classes, dropout and all, then pairs.

part: baseline
"""

from torch import nn
from torchvision.models import mobilenet_v2


class Pairs(nn.Module):
    def __init__(self, net, points):
        super().__init__()
        self.net, self.points = net, points

    def forward(self, x):
        return self.net(x).view(x.shape[0], self.points, 2)


def build_regressor(points=98, weights=None):
    net = mobilenet_v2(weights=weights)
    net.classifier[1] = nn.Linear(net.last_channel, points * 2)
    return Pairs(net, points)
