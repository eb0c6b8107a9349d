"""The exponent is alpha - pred.

part: adaptive_wing
loses: values, gradient, continuity
hint: Your exponent, and A and C with it, depends on the prediction; in the formula they depend on
    the target. The network could then make its loss smaller by what it predicts elsewhere than at
    the target, and gradients flow through the exponent, too. Replace it by alpha - target
    throughout.
"""

import torch


def adaptive_wing(pred, target, alpha=2.1, omega=14.0, epsilon=1.0, theta=0.5):
    d = torch.abs(pred - target)
    p = alpha - pred
    A = omega * (1 / (1 + (theta / epsilon) ** p)) * p * (theta / epsilon) ** (p - 1) / epsilon
    C = theta * A - omega * torch.log(1 + (theta / epsilon) ** p)
    return torch.where(d < theta, omega * torch.log(1 + (d / epsilon) ** p), A * d - C)
