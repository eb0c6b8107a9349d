"""The Adaptive Wing loss for heatmaps.

Source: X. Wang, L. Bo, L. Fuxin, "Adaptive Wing Loss for Robust Face Alignment via Heatmap
Regression", ICCV 2019, arXiv:1904.07399, eq. (3)-(6).
"""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor


def adaptive_wing(
    pred: Tensor,
    target: Tensor,
    alpha: float = 2.1,
    omega: float = 14.0,
    epsilon: float = 1.0,
    theta: float = 0.5,
) -> Tensor:
    """The Adaptive Wing loss of every pixel, not reduced (eq. 3).

    pred, target  float tensors of one shape; targets lie in [0, 1]

    With d = |target - pred| and p = alpha - target:
        omega * ln(1 + (d / epsilon)^p)     where d <  theta
        A * d - C                           where d >= theta
        A = omega * 1 / (1 + (theta/epsilon)^p) * p * (theta/epsilon)^(p - 1) / epsilon
        C = theta * A - omega * ln(1 + (theta/epsilon)^p)
    A and C differ from pixel to pixel, for they depend on the target; they make the value and
    the slope continuous at d = theta.

    Returns a tensor of the same shape and dtype, differentiable with respect to `pred`: the
    gradient is finite wherever `pred` is, also where it equals the target.
    """
    ### BEGIN SOLUTION
    distance = (target - pred).abs()
    power = alpha - target
    ratio = theta / epsilon
    slope = omega / (1 + ratio**power) * power * ratio ** (power - 1) / epsilon
    offset = theta * slope - omega * torch.log1p(ratio**power)
    # The unused branch is fed a harmless distance: its NaN would reach the gradient.
    near = distance.clamp(max=theta)
    curve = omega * torch.log1p((near / epsilon) ** power)
    return torch.where(distance < theta, curve, slope * distance - offset)
    ### END SOLUTION


def weight_map(target: Tensor, weight: float = 10.0, threshold: float = 0.2) -> Tensor:
    """How much each pixel counts (eq. 6): the dot and its rim far more than the background.

    target  (B, N, height, width) in [0, 1]

    Returns weight * M + 1 of the same shape, where M is 1 on the pixels whose 3x3 neighbourhood
    in the same map (the pixel itself included) holds a target of at least `threshold`, else 0.
    Outside the map there is nothing: the neighbourhood of a border pixel is smaller.
    """
    ### BEGIN SOLUTION
    dilated = F.max_pool2d(target, kernel_size=3, stride=1, padding=1)
    return weight * (dilated >= threshold).to(target.dtype) + 1
    ### END SOLUTION


def heatmap_loss(pred: Tensor, target: Tensor, weight: Tensor) -> Tensor:
    """One number to minimise: the weighted Adaptive Wing loss of a batch.

    pred, target  (B, N, height, width)
    weight        (B, N) float: 1 for a landmark that counts, 0 for one outside its heatmap

    Returns the mean, over all pixels of all landmarks whose weight is 1, of
    `adaptive_wing(pred, target) * weight_map(target)`, differentiable with respect to `pred`;
    if there is no such landmark, 0, for which a constant will do.
    """
    ### BEGIN SOLUTION
    pixels = adaptive_wing(pred, target) * weight_map(target)
    per_landmark = pixels.mean(dim=(2, 3))
    return (per_landmark * weight).sum() / weight.sum().clamp(min=1)
    ### END SOLUTION


def wing(pred: Tensor, target: Tensor, width: float = 10.0, curvature: float = 2.0) -> Tensor:
    """The Wing loss of every coordinate, not reduced; for networks that answer coordinates.

    With d = |target - pred| it is width * ln(1 + d / curvature) where d < width, and beyond that
    d plus what makes it continuous: small errors count more than their size.
    Source: Z. Feng et al., CVPR 2018, arXiv:1711.06753, eq. (5); their d is in input pixels.
    """
    distance = (target - pred).abs()
    curve = width * torch.log1p(distance.clamp(max=width) / curvature)
    return curve + (distance - width).clamp(min=0)
