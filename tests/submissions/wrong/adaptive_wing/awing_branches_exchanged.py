"""The logarithm is used for large errors and the line for small ones.

part: adaptive_wing
loses: values, gradient
hint: Your branches are exchanged: small errors get the straight line, which is negative near d =
    0 for small targets, and large ones the logarithm. The two meet at d = theta, so no jump gives
    it away. The logarithm belongs to d < theta; see which of the two comes first in torch.where.
"""

import torch


def adaptive_wing(pred, target, alpha=2.1, omega=14.0, epsilon=1.0, theta=0.5):
    delta = (target - pred).abs()
    A = omega * (1 / (1 + (theta / epsilon) ** (alpha - target))) * (alpha - target)
    A = A * (theta / epsilon) ** (alpha - target - 1) / epsilon
    C = theta * A - omega * torch.log(1 + (theta / epsilon) ** (alpha - target))
    near = omega * torch.log(1 + (delta / epsilon) ** (alpha - target))
    return torch.where(delta > theta, near, A * delta - C)
