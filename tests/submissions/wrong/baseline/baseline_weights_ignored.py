"""The argument `weights` has no effect.

part: baseline
loses: learning
hint: Your network takes `weights` and does nothing with it: whoever asks for ImageNet's weights
    gets random ones, and no message. Such a net trains all the same and ends up worse, which is
    hard to notice. Hand it on: mobilenet_v2(weights=weights).
"""

from torch import nn
from torchvision.models import mobilenet_v2


def build_regressor(points=98, weights=None):
    return nn.Sequential(
        mobilenet_v2().features,
        nn.AdaptiveAvgPool2d(1),
        nn.Flatten(),
        nn.Linear(1280, 2 * points),
        nn.Unflatten(1, (points, 2)),
    )
