"""A module with masks, as most repositories write it.

part: adaptive_wing
"""

import torch
import torch.nn as nn


class AdaptiveWingLoss(nn.Module):
    def __init__(self, alpha, omega, epsilon, theta):
        super().__init__()
        self.alpha, self.omega, self.epsilon, self.theta = alpha, omega, epsilon, theta

    def forward(self, y_hat, y):
        delta = (y - y_hat).abs()
        loss = torch.zeros_like(y_hat)
        small, large = delta < self.theta, delta >= self.theta
        y1, y2 = y[small], y[large]
        loss[small] = self.omega * torch.log(
            1 + torch.pow(delta[small] / self.epsilon, self.alpha - y1)
        )
        ratio = self.theta / self.epsilon
        A = self.omega * (1 / (1 + torch.pow(torch.tensor(ratio), self.alpha - y2)))
        A = A * (self.alpha - y2) * torch.pow(torch.tensor(ratio), self.alpha - y2 - 1)
        A = A / self.epsilon
        C = self.theta * A - self.omega * torch.log(
            1 + torch.pow(torch.tensor(ratio), self.alpha - y2)
        )
        loss[large] = A * delta[large] - C
        return loss


def adaptive_wing(pred, target, alpha=2.1, omega=14.0, epsilon=1.0, theta=0.5):
    return AdaptiveWingLoss(alpha, omega, epsilon, theta)(pred, target)
