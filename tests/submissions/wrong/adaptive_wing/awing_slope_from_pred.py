"""A and C are computed from the prediction.

part: adaptive_wing
loses: values, gradient, continuity
hint: Below theta your loss is right; beyond it, A and C depend on the prediction, and by the
    formula they depend on the target. The two branches then do not meet at d = theta, and
    gradients flow through A and C as well. Compute both from the target.
"""

import torch


def adaptive_wing(pred, target, alpha=2.1, omega=14.0, epsilon=1.0, theta=0.5):
    delta = (target - pred).abs()
    A = omega * (1 / (1 + (theta / epsilon) ** (alpha - pred))) * (alpha - pred)
    A = A * (theta / epsilon) ** (alpha - pred - 1) / epsilon
    C = theta * A - omega * torch.log(1 + (theta / epsilon) ** (alpha - pred))
    near = omega * torch.log(1 + (delta / epsilon) ** (alpha - target))
    return torch.where(delta < theta, near, A * delta - C)
