"""The loss comes as one mean.

part: adaptive_wing
loses: values, gradient, continuity
hint: You return one number, the mean, where every pixel's own loss is asked for. Once the pixels
    are averaged they can no longer be weighted, neither by weight_map nor by the landmarks'
    weights. Return the tensor as it is; heatmap_loss takes the mean at the end.
"""

import torch


def adaptive_wing(pred, target, alpha=2.1, omega=14.0, epsilon=1.0, theta=0.5):
    delta = (target - pred).abs()
    A = omega * (1 / (1 + (theta / epsilon) ** (alpha - target))) * (alpha - target)
    A = A * (theta / epsilon) ** (alpha - target - 1) / epsilon
    C = theta * A - omega * torch.log(1 + (theta / epsilon) ** (alpha - target))
    near = omega * torch.log(1 + (delta / epsilon) ** (alpha - target))
    return torch.where(delta < theta, near, A * delta - C).mean()
