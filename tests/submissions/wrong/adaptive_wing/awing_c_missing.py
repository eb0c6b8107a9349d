"""The linear branch is A * d, without C.

part: adaptive_wing
loses: values, continuity
hint: Beyond theta your loss is A * d: C is missing. The slope is right, but the value jumps at d
    = theta (by 2.6 for a target of 0), so the loss you watch does not tell how training goes. C
    is the constant that makes the two branches meet.
"""

import torch


def adaptive_wing(pred, target, alpha=2.1, omega=14.0, epsilon=1.0, theta=0.5):
    delta = (target - pred).abs()
    A = omega * (1 / (1 + (theta / epsilon) ** (alpha - target))) * (alpha - target)
    A = A * (theta / epsilon) ** (alpha - target - 1) / epsilon
    near = omega * torch.log(1 + (delta / epsilon) ** (alpha - target))
    return torch.where(delta < theta, near, A * delta)
