"""The exponent is alpha everywhere, not alpha - target.

part: adaptive_wing
loses: values, gradient, continuity
hint: For a target of 0 your loss is right, and the larger the target the worse it gets: the
    exponent is alpha everywhere. What adapts in Adaptive Wing is exactly this exponent, alpha -
    target: without it the loss goes easy on small errors on the dots, where it should be
    strictest.
"""

import torch


def adaptive_wing(pred, target, alpha=2.1, omega=14.0, epsilon=1.0, theta=0.5):
    delta = (target - pred).abs()
    r = theta / epsilon
    A = omega / (1 + r**alpha) * alpha * r ** (alpha - 1) / epsilon
    C = theta * A - omega * torch.log1p(torch.tensor(r**alpha))
    near = omega * torch.log1p((delta / epsilon) ** alpha)
    return torch.where(delta < theta, near, A * delta - C)
