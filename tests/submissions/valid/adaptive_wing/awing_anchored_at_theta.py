"""The line is anchored at theta; log and exp only.

part: adaptive_wing
"""

import math

import torch


def adaptive_wing(pred, target, alpha=2.1, omega=14.0, epsilon=1.0, theta=0.5):
    d = torch.sqrt((pred - target) ** 2 + 1e-24)
    p = alpha - target
    r = torch.exp(p * math.log(theta / epsilon))
    at_theta = omega * torch.log(1 + r)
    slope = omega * p * r / ((1 + r) * theta)
    below = torch.minimum(d, torch.full_like(d, theta))
    curve = omega * torch.log(1 + torch.exp(p * torch.log(below / epsilon + 1e-30)))
    inside = (d < theta).to(pred.dtype)
    return inside * curve + (1 - inside) * (at_theta + slope * (d - theta))
