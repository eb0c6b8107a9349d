"""The backbone is frozen.

part: baseline
loses: learning
hint: Only the last layer of your network learns: the features are frozen. ImageNet's features
    answer what is in a picture, wherever it is; for landmarks they have to change. All 2,474,948
    parameters should be trainable.
"""

from torch import nn
from torchvision.models import mobilenet_v2


class Points(nn.Module):
    def __init__(self, points, weights):
        super().__init__()
        self.net = mobilenet_v2(weights=weights).features
        for parameter in self.net.parameters():
            parameter.requires_grad = False
        self.last = nn.Linear(1280, 2 * points)

    def forward(self, x):
        return self.last(self.net(x).mean((2, 3))).reshape(x.shape[0], -1, 2)


def build_regressor(points=98, weights=None):
    return Points(points, weights)
