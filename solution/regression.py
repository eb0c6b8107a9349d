"""The baseline: a small image classifier's features, and one linear layer to the coordinates.

Source: M. Sandler et al., "MobileNetV2: Inverted Residuals and Linear Bottlenecks", CVPR 2018,
arXiv:1801.04381, table 2, up to and with the last 1x1 convolution.
"""

from __future__ import annotations

from collections import OrderedDict

from torch import Tensor, nn
from torchvision.models import MobileNet_V2_Weights, mobilenet_v2


def build_regressor(points: int = 98, weights: MobileNet_V2_Weights | None = None) -> nn.Module:
    """A network from image to coordinates: MobileNetV2 with 2 * points outputs.

    points   the number of landmarks
    weights  None for random ones; MobileNet_V2_Weights.IMAGENET1K_V1 or _V2 for torchvision's,
             which are downloaded at first use and want images normalised by ImageNet's mean and
             standard deviation; nothing is downloaded without being asked for

    Returns a module (B, 3, H, W) float -> (B, points, 2): torchvision's `mobilenet_v2` features
    (1280 channels), the mean of each channel over the whole picture, and one linear layer with
    bias, without anything that changes a number after it: 2,474,948 parameters for 98 points, all
    of them trainable.

    The outputs are (x, y) in fractions of the crop, from 0 at its left or upper edge to 1 at its
    right or lower edge.  An integer pixel coordinate is a pixel's centre, so a crop of width W
    reaches from -0.5 to W - 0.5, and x in pixels is x * W - 0.5; y likewise with the height.
    Landmarks outside the crop lie below 0 or above 1.
    """
    ### BEGIN SOLUTION
    return nn.Sequential(
        OrderedDict(
            features=mobilenet_v2(weights=weights).features,
            pool=nn.AdaptiveAvgPool2d(1),
            flatten=nn.Flatten(),
            linear=nn.Linear(1280, 2 * points),
            pairs=nn.Unflatten(1, (points, 2)),
        )
    )
    ### END SOLUTION


def pixels_to_fractions(points: Tensor, size: tuple[int, int]) -> Tensor:
    """(..., 2) in pixels of a crop to fractions of it: (x + 0.5) / width, and y likewise.

    size  (width, height) of the crop in pixels
    """
    return (points + 0.5) / points.new_tensor(size)


def fractions_to_pixels(fractions: Tensor, size: tuple[int, int]) -> Tensor:
    """(..., 2) in fractions of a crop to pixels of it: x * width - 0.5, and y likewise.

    size  (width, height) of the crop in pixels
    """
    return fractions * fractions.new_tensor(size) - 0.5
