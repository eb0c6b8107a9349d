"""The distance is the root of the square, whose slope at 0 is not a number.

part: adaptive_wing
loses: gradient
hint: Your loss is right, but its gradient is not a number (NaN) wherever the prediction equals
    the target: the slope of a square root at 0 is infinite, and multiplied by 0 it leaves NaN.
    One such pixel turns every parameter of the network into NaN; take the absolute value as such.
"""

import torch


def adaptive_wing(pred, target, alpha=2.1, omega=14.0, epsilon=1.0, theta=0.5):
    delta = torch.sqrt((target - pred) ** 2)
    A = omega * (1 / (1 + (theta / epsilon) ** (alpha - target))) * (alpha - target)
    A = A * (theta / epsilon) ** (alpha - target - 1) / epsilon
    C = theta * A - omega * torch.log(1 + (theta / epsilon) ** (alpha - target))
    near = omega * torch.log(1 + (delta / epsilon) ** (alpha - target))
    return torch.where(delta < theta, near, A * delta - C)
