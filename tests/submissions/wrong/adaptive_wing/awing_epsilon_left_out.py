"""epsilon is left out of the formula, which its default of 1 hides.

part: adaptive_wing
loses: values, gradient
hint: With epsilon = 1 your loss is right, with any other it is not: some of the divisions by
    epsilon are missing, and the default hides that. Go through the docstring's formula and count
    them.
"""

import torch


def adaptive_wing(pred, target, alpha=2.1, omega=14.0, epsilon=1.0, theta=0.5):
    d, p = (target - pred).abs(), alpha - target
    A = omega / (1 + theta**p) * p * theta ** (p - 1)
    C = theta * A - omega * torch.log1p(theta**p)
    return torch.where(d < theta, omega * torch.log1p(d**p), A * d - C)
