"""The number of points is 98 whatever is asked for.

part: baseline
loses: outputs
hint: Your network has 98 points whatever number is asked for. The argument `points` decides: 2 *
    points outputs in pairs.
"""

from torch import nn
from torchvision.models import mobilenet_v2


def build_regressor(points=98, weights=None):
    return nn.Sequential(
        mobilenet_v2(weights=weights).features,
        nn.AdaptiveAvgPool2d(1),
        nn.Flatten(),
        nn.Linear(1280, 196),
        nn.Unflatten(1, (98, 2)),
    )
