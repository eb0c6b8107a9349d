"""The logarithm takes delta / omega in place of delta / epsilon.

part: adaptive_wing
loses: values, gradient, continuity
hint: For small errors your loss is 18 to 255 times too small, and it jumps by 2.9 to 5.0 where d
    reaches theta: the logarithm divides d by omega where the formula divides by epsilon. More
    than ten public implementations have this very bug, so do not trust a copied one: check that
    the two branches meet.
"""

import torch


def adaptive_wing(pred, target, alpha=2.1, omega=14.0, epsilon=1.0, theta=0.5):
    delta = (target - pred).abs()
    A = omega * (1 / (1 + (theta / epsilon) ** (alpha - target))) * (alpha - target)
    A = A * (theta / epsilon) ** (alpha - target - 1) / epsilon
    C = theta * A - omega * torch.log(1 + (theta / epsilon) ** (alpha - target))
    near = omega * torch.log(1 + (delta / omega) ** (alpha - target))
    return torch.where(delta < theta, near, A * delta - C)
