"""A and C are computed once, for a target of 1.

part: adaptive_wing
loses: values, gradient, continuity
hint: Below theta your loss is right; beyond it, A and C are the same for every pixel, namely
    those of a target of 1. They depend on the target: for the background A is 11.12 and not 9.80,
    and C 2.63 and not -0.46. Compute them as tensors, with one entry for each pixel.
"""

import torch


def adaptive_wing(pred, target, alpha=2.1, omega=14.0, epsilon=1.0, theta=0.5):
    delta = (target - pred).abs()
    # constants
    k = alpha - 1.0
    A = omega / (1 + (theta / epsilon) ** k) * k * (theta / epsilon) ** (k - 1) / epsilon
    C = theta * A - omega * torch.log(torch.tensor(1 + (theta / epsilon) ** k))
    near = omega * torch.log(1 + (delta / epsilon) ** (alpha - target))
    return torch.where(delta < theta, near, A * delta - C)
