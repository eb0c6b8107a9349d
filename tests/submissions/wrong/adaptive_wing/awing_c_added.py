"""The linear branch is A * d + C.

part: adaptive_wing
loses: values, continuity
hint: Beyond theta your loss is A * d + C: the sign of C is wrong, and the value jumps by twice C
    at d = theta. The slope does not change by it, so training looks normal and only the value
    tells. Check that the two branches meet.
"""

import torch


def adaptive_wing(pred, target, alpha=2.1, omega=14.0, epsilon=1.0, theta=0.5):
    delta = (target - pred).abs()
    A = omega * (1 / (1 + (theta / epsilon) ** (alpha - target))) * (alpha - target)
    A = A * (theta / epsilon) ** (alpha - target - 1) / epsilon
    C = theta * A - omega * torch.log(1 + (theta / epsilon) ** (alpha - target))
    near = omega * torch.log(1 + (delta / epsilon) ** (alpha - target))
    return torch.where(delta < theta, near, A * delta + C)
