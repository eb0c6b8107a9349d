"""Published weights are loaded whether asked for or not.

part: baseline
loses: outputs, network, learning
hint: Your network downloads published weights although nobody asked for any: weights=None means
    random ones. It fails wherever there is no network, at grading for one, and an experiment from
    scratch would not be one. Hand the argument on: mobilenet_v2(weights=weights).
"""

from torch import nn
from torchvision.models import MobileNet_V2_Weights, mobilenet_v2


def build_regressor(points=98, weights=None):
    net = mobilenet_v2(weights=MobileNet_V2_Weights.DEFAULT).features
    return nn.Sequential(
        net,
        nn.AdaptiveAvgPool2d(1),
        nn.Flatten(),
        nn.Linear(1280, 2 * points),
        nn.Unflatten(1, (points, 2)),
    )
