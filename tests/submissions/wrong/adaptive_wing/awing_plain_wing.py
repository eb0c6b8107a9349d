"""The Wing loss in place of the Adaptive Wing loss.

part: adaptive_wing
loses: values, gradient, continuity
hint: This is the plain Wing loss, omega * ln(1 + d / epsilon) below omega. It was made for
    coordinates in pixels; on heatmaps its slope is steepest at d = 0, so the background never
    comes to rest. The Adaptive Wing loss has the exponent alpha - target and switches at theta.
"""

import math

import torch


def adaptive_wing(pred, target, alpha=2.1, omega=14.0, epsilon=1.0, theta=0.5):
    x = torch.abs(target - pred)
    c = omega - omega * math.log(1 + omega / epsilon)
    return torch.where(x < omega, omega * torch.log(1 + x / epsilon), x - c)
