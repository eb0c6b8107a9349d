"""C takes theta / omega in place of theta / epsilon.

part: adaptive_wing
loses: values, continuity
hint: Below theta your loss is right, and so are all slopes, but beyond theta it is shifted: C is
    computed with theta / omega where the formula has theta / epsilon. C is there to make the two
    branches meet at d = theta; check that they do.
"""

import torch


def adaptive_wing(pred, target, alpha=2.1, omega=14.0, epsilon=1.0, theta=0.5):
    delta = (target - pred).abs()
    A = omega * (1 / (1 + (theta / epsilon) ** (alpha - target))) * (alpha - target)
    A = A * (theta / epsilon) ** (alpha - target - 1) / epsilon
    C = theta * A - omega * torch.log(1 + (theta / omega) ** (alpha - target))
    near = omega * torch.log(1 + (delta / epsilon) ** (alpha - target))
    return torch.where(delta < theta, near, A * delta - C)
